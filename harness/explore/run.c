/* run.c: explores in forked children, so that a crash costs one schedule (see explore.h). */
#include "explore/explore.h"

#include "base/child.h"
#include "base/die.h"
#include "explore/search.h"

#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define POLL_MS 20
#define MOST_DEATHS 50
#define GRACE 2.0 /* seconds that a child may take to notice that time is up */

static struct board *board_of(struct explore_result *result)
{
	return (struct board *)(void *)((char *)result - offsetof(struct board, result));
}

static double now(void)
{
	struct timespec time;

	if (clock_gettime(CLOCK_MONOTONIC, &time) != 0)
		BUG("no monotonic clock");
	return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static pid_t start_child(struct board *board, const struct explore_scenario *scenario)
{
	pid_t parent = getpid();
	pid_t pid;

	fflush(NULL); /* or the child would print it again */
	pid = fork();
	if (pid < 0)
		die_system("cannot start a process to explore in");
	if (pid == 0) {
		child_die_with(parent);
		search_go(board, scenario);
		_exit(0);
	}
	return pid;
}

void run_report(struct board *board)
{
	board->result.seconds = now() - board->started;
	if (board->options.progress)
		board->options.progress(&board->result);
}

/* Wait for the child; returns false when it had to be killed for being late. */
static bool await_child(struct board *board, pid_t pid, int *status)
{
	for (;;) {
		int ended = child_wait(pid, POLL_MS, status);

		if (ended < 0)
			die_system("cannot wait for the exploring process");
		if (ended)
			return true;
		run_report(board);
		if (now() - board->started > board->options.budget + GRACE) {
			if (kill(pid, SIGKILL) != 0 || child_wait(pid, 10000, status) != 1)
				die_system("cannot stop the exploring process");
			return false;
		}
	}
}

void run_board(struct board *board, const struct explore_scenario *scenario)
{
	board->started = board->stage_started = now();
	if (parallel_is_wanted(board))
		parallel_go(board, scenario);
	while (!stage_is_over(board)) {
		int status;
		pid_t pid = start_child(board, scenario);
		bool in_time = await_child(board, pid, &status);

		if (stage_is_over(board))
			break;
		if (!in_time || ++board->deaths > MOST_DEATHS)
			stage_conclude(board);
		else
			stage_survive(board, status);
	}
	board->result.seconds = now() - board->started;
}

struct explore_result *explore_run(const struct explore_scenario *scenario,
				   const struct explore_options *options)
{
	struct board *board = board_map(-1);

	board_prepare(board, options);
	run_board(board, scenario);
	return &board->result;
}

/* ---- programs ---- */

/* The environment variable that holds the descriptor of the board. */
#define BOARD_VARIABLE "INTERLEAVE_BOARD"

/* An inherited descriptor: only our program's children know it. */
static void pass_board(int fd)
{
	char number[16];

	snprintf(number, sizeof number, "%d", fd);
	if (setenv(BOARD_VARIABLE, number, 1) != 0)
		die_system("cannot pass the board on");
}

static void say_broken(struct board *board, int status)
{
	struct explore_result *result = &board->result;

	result->verdict = EXPLORE_BROKEN;
	if (WIFSIGNALED(status))
		snprintf(result->failure.text, sizeof result->failure.text,
			 "the program died (%s) before its main function began",
			 strsignal(WTERMSIG(status)));
	else
		snprintf(result->failure.text, sizeof result->failure.text,
			 "the program ended with status %d before its main function began: does a "
			 "constructor call exit?",
			 WEXITSTATUS(status));
}

static void run_program(struct board *board, int fd, char *const argv[])
{
	pid_t parent = getpid();
	pid_t pid;
	int status;

	pid = fork();
	if (pid < 0)
		die_system("cannot start %s", argv[0]);
	if (pid == 0) {
		child_die_with(parent);
		pass_board(fd);
		/* Refused in some containers; then addresses differ, which few programs notice. */
		(void)personality(ADDR_NO_RANDOMIZE);
		execv(argv[0], argv);
		die_system("cannot run %s", argv[0]);
	}
	board->started = now();
	for (;;) {
		int ended = child_wait(pid, POLL_MS, &status);

		if (ended < 0)
			die_system("cannot wait for %s", argv[0]);
		if (ended)
			break;
		run_report(board);
		if (now() - board->started > board->options.budget + 2 * GRACE &&
		    kill(pid, SIGKILL) != 0)
			die_system("cannot stop %s", argv[0]);
	}
	if (!board->attached)
		say_broken(board, status);
	else if (board->stage != STAGE_DONE)
		stage_conclude(board);
}

struct explore_result *explore_program(char *const argv[], const struct explore_options *options)
{
	int fd = memfd_create("board", 0);
	struct board *board;

	if (fd < 0 || ftruncate(fd, (off_t)board_size()) != 0)
		die_system("no memory for the results of the exploration");
	board = board_map(fd);
	board_prepare(board, options);
	if (board->stage != STAGE_DONE)
		run_program(board, fd, argv);
	if (close(fd) != 0)
		die_system("cannot close the board");
	return &board->result;
}

/* The driver's pointers mean nothing here. */
static struct board *open_board(void)
{
	const char *number = getenv(BOARD_VARIABLE);
	struct stat status;
	struct board *board;

	if (!number)
		die_user("this program is run by build/bin/explore: give it as its argument");
	if (fstat(atoi(number), &status) != 0 || (size_t)status.st_size != board_size())
		die_user("this program was built by another version: run 'make build'");
	board = board_map(atoi(number));
	if (unsetenv(BOARD_VARIABLE) != 0 || close(atoi(number)) != 0)
		die_system("cannot take over the board");
	board->options.schedule = board->schedule_string[0] ? board->schedule_string : NULL;
	board->options.progress = NULL;
	return board;
}

void explore_serve(const struct explore_scenario *scenario)
{
	struct board *board = open_board();

	atomic_store(&board->attached, true);
	run_board(board, scenario);
}

void explore_free(struct explore_result *result)
{
	board_unmap(board_of(result));
}

const char *explore_verdict_word(enum explore_verdict verdict)
{
	static const char *const words[] = {
		[EXPLORE_PENDING] = "pending", [EXPLORE_CERTIFIED] = "certified",
		[EXPLORE_NOTHING] = "nothing", [EXPLORE_FAILED] = "failed",
		[EXPLORE_REFUSED] = "refused", [EXPLORE_MISMATCH] = "mismatch",
		[EXPLORE_BROKEN] = "broken",
	};

	return words[verdict];
}
