/*
 * main_kill.c: the program that kills workers of a fix (see grade/kill.h). It runs in the sandbox:
 *
 *   kill SURVIVORS ROUNDS SEED
 *
 * and writes one line to the file RUN_ANSWERS: "fine", or in which round what went wrong.
 */
#include "grade/kill.h"

#include "base/child.h"
#include "base/die.h"
#include "exec/exec.h"
#include "lab/run.h"
#include "measure/clock.h"
#include "measure/stats.h"

#include <inttypes.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define MOST_SURVIVORS 8
#define MOST_STEPS 300
#define MOST_MOMENT_NS 20000
#define STEPS_MS 3000 /* so long the victim may take for its steps */
#define TURNS 8
#define DEADLINE_MS 2500 /* of survivors, from the victim's death on */

struct shared {
	struct kill_round round;
	atomic_int ready;
	atomic_bool go;
};

struct stage {
	int survivors;
	void *state;
	struct shared *shared;
	pid_t parent, victim, survivor[MOST_SURVIVORS];
};

/* ---- the processes of a round ---- */

static void start_together(struct stage *stage)
{
	const struct rlimit none = {0, 0};

	child_die_with(stage->parent);
	if (setrlimit(RLIMIT_CORE, &none) != 0)
		_exit(DIE_STATUS);
	atomic_fetch_add(&stage->shared->ready, 1);
	while (!atomic_load(&stage->shared->go))
		sched_yield();
}

static pid_t start(struct stage *stage, int survivor)
{
	pid_t pid = fork();

	if (pid < 0)
		die_system("cannot start a worker");
	if (pid > 0)
		return pid;
	start_together(stage);
	if (survivor < 0)
		kill_scenario.die(stage->state, &stage->shared->round);
	else
		kill_scenario.survive(stage->state, survivor, &stage->shared->round);
	_exit(0);
}

static void begin(struct stage *stage)
{
	memset(stage->state, 0, kill_scenario.state_size);
	kill_scenario.init(stage->state, stage->survivors);
	stage->victim = start(stage, -1);
	for (int i = 0; i < stage->survivors; i++)
		stage->survivor[i] = start(stage, i);
	while (atomic_load(&stage->shared->ready) < stage->survivors + 1)
		sched_yield();
	atomic_store(&stage->shared->go, true);
}

/* ---- the killing ---- */

/* See kill.h: who may be killed where, and how often. Two by itself: of an odd and an even number. */
static struct kill_round make_round(int number)
{
	int turn = number % TURNS;

	return (struct kill_round){
		.number = number, .by_itself = turn == 1 || turn == 4, .in_peace = turn == 7};
}

static bool is_from_outside(const struct kill_round *round)
{
	return !round->by_itself && !round->in_peace;
}

/*
 * Let the victim make its steps, then a moment pass, which may end anywhere in a call. Returns its
 * status. Who is late in peace is killed, too, for no fix can help that others keep it waiting.
 */
static int strike(struct stage *stage, int64_t moment_ns)
{
	struct kill_round *round = &stage->shared->round;
	int64_t deadline = clock_ns() + STEPS_MS * 1000000LL, from;
	int status;

	while (!(is_from_outside(round) && atomic_load(&round->steps) >= round->after) &&
	       clock_ns() < deadline)
		if (waitpid(stage->victim, &status, WNOHANG) == stage->victim)
			return status;
	for (from = clock_ns(); clock_ns() - from < moment_ns;)
		;
	kill(stage->victim, SIGKILL);
	waitpid(stage->victim, &status, 0);
	return status;
}

/* The first to die cannot have been told of a death. */
static const char *judge_victim(struct kill_round *round, int status)
{
	bool returned = WIFEXITED(status) && WEXITSTATUS(status) == 0;

	if (!returned)
		round->in_peace = false;
	return returned && (!round->in_peace || atomic_load(&round->steps) < round->after)
		       ? "a worker was told of a death before anybody had died"
		       : NULL;
}

/* One survivor, until `deadline`. Returns what went wrong, or NULL. */
static const char *collect_one(pid_t pid, int64_t deadline)
{
	int64_t left = (deadline - clock_ns()) / 1000000;
	int status;

	if (child_wait(pid, left > 0 ? (int)left : 0, &status) == 1)
		return status == 0 ? NULL : "a survivor crashed after a worker had died";
	kill(pid, SIGKILL);
	waitpid(pid, &status, 0);
	return "a survivor was still waiting some seconds after a worker had died";
}

/* All of them. Returns what went wrong, or NULL. */
static const char *collect(const struct stage *stage)
{
	int64_t deadline = clock_ns() + DEADLINE_MS * 1000000LL;
	const char *wrong = NULL;

	for (int i = 0; i < stage->survivors; i++) {
		const char *how = collect_one(stage->survivor[i], deadline);

		wrong = wrong ? wrong : how;
	}
	return wrong;
}

/* Returns whether it went well; else `text` says why not. */
static bool play(struct stage *stage, uint64_t *random, char *text, size_t size)
{
	struct kill_round *round = &stage->shared->round;
	int64_t moment = (int64_t)(stats_random(random) % MOST_MOMENT_NS);
	const char *wrong, *late;

	round->after = 1 + (long)(stats_random(random) % MOST_STEPS);
	begin(stage);
	wrong = judge_victim(round, strike(stage, moment));
	atomic_store(&round->over, true);
	late = collect(stage);
	if (!wrong && !late)
		return kill_scenario.judge(stage->state, stage->survivors, round, text, size);
	snprintf(text, size, "%s", wrong ? wrong : late);
	return false;
}

/* The first round that goes wrong, counted from 1, or 0. */
static int play_all(struct stage *stage, int survivors, int rounds, uint64_t random, char *text,
		    size_t size)
{
	for (int i = 0; i < rounds; i++) {
		*stage->shared = (struct shared){.round = make_round(i)};
		stage->survivors = is_from_outside(&stage->shared->round) ? 1 : survivors;
		if (!play(stage, &random, text, size))
			return i + 1;
	}
	return 0;
}

static void answer(const char *text)
{
	const char *path = getenv(RUN_ANSWERS);
	FILE *file = path ? fopen(path, "we") : stdout;

	if (!file)
		die_system("cannot write %s", path);
	fprintf(file, "%s\n", text);
	if (fflush(file) != 0)
		die_system("cannot write the answer");
}

int main(int argc, char **argv)
{
	struct stage stage = {.parent = getpid()};
	char text[256] = "", line[320] = "fine";
	int survivors, round;

	if (argc != 4)
		die_user("give the numbers of survivors and rounds, and a seed");
	survivors = atoi(argv[1]);
	if (survivors < 1 || survivors > MOST_SURVIVORS)
		die_user("1 to %d survivors", MOST_SURVIVORS);
	stage.state = exec_block_open(kill_scenario.state_size);
	stage.shared = exec_block_open(sizeof *stage.shared);
	if (!stage.state || !stage.shared)
		die_system("no memory");
	round = play_all(&stage, survivors, atoi(argv[2]), strtoull(argv[3], NULL, 10), text,
			 sizeof text);
	if (round > 0)
		snprintf(line, sizeof line, "round %d: %s", round, text);
	answer(line);
	return 0;
}
