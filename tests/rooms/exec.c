/* exec.c: tests of the exec room: every model runs, and every bad end is told apart. */
#include "suite.h"

#include "base/die.h"
#include "coro/coro.h"
#include "exec/exec.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* A worker that calls exit() leaves threads running, which TSan would report, on purpose. */
const char *__tsan_default_options(void);
const char *__tsan_default_options(void)
{
	return "report_thread_leaks=0";
}

#define WORKERS 3
#define VICTIM 1

struct board {
	_Atomic int visits;
	_Atomic pid_t pid[EXEC_MAX_WORKERS];
	_Atomic(void *) address[EXEC_MAX_WORKERS];
	int order[64];
	_Atomic int steps;
};

static struct exec_report run(enum exec_model model, int workers, exec_body *body,
			      struct board *board, int deadline_ms)
{
	struct exec_options options = {model, workers, false, deadline_ms, NULL};
	struct exec_report report;

	if (exec_run(&options, body, board, &report) != 0)
		die_system("exec_run");
	return report;
}

static struct board *new_board(void)
{
	struct board *board = exec_block_open(sizeof *board);

	if (!board)
		die_system("exec_block_open");
	return board;
}

static void visit(void *shared, int worker)
{
	struct board *board = shared;

	atomic_fetch_add(&board->visits, 1);
	atomic_store(&board->pid[worker], getpid());
	atomic_store(&board->address[worker], shared);
}

static void every_worker_runs_once(void)
{
	for (enum exec_model model = 0; model < EXEC_MODELS; model++) {
		struct board *board = new_board();
		struct exec_report report = run(model, WORKERS, visit, board, 60000);
		int seen = model == EXEC_PRIVATE ? 0 : WORKERS;

		CU_ASSERT_EQUAL(report.failed, -1);
		CU_ASSERT_EQUAL(report.workers, WORKERS);
		CU_ASSERT(report.elapsed_ns > 0);
		CU_ASSERT_EQUAL(atomic_load(&board->visits), seen);
		for (int i = 0; i < WORKERS; i++)
			CU_ASSERT_EQUAL(report.worker[i].end, EXEC_FINISHED);
		exec_block_close(board);
	}
}

static void processes_are_processes(void)
{
	struct board *board = new_board();

	run(EXEC_PROCESSES, 2, visit, board, 60000);
	CU_ASSERT_NOT_EQUAL(atomic_load(&board->pid[0]), atomic_load(&board->pid[1]));
	CU_ASSERT_PTR_EQUAL(atomic_load(&board->address[0]), board);
	CU_ASSERT_PTR_EQUAL(atomic_load(&board->address[1]), board);
	run(EXEC_THREADS, 2, visit, board, 60000);
	CU_ASSERT_EQUAL(atomic_load(&board->pid[0]), atomic_load(&board->pid[1]));
	exec_block_close(board);
}

static void bump(void *shared, int worker)
{
	struct board *board = shared;

	for (int i = 0; i < 3; i++) {
		int step = atomic_fetch_add(&board->steps, 1);

		board->order[step] = worker;
		task_pause();
	}
}

static void coroutines_take_turns(void)
{
	static const int expected[] = {0, 1, 0, 1, 0, 1};
	struct board *board = new_board();
	struct exec_report report = run(EXEC_COROUTINES, 2, bump, board, 60000);

	CU_ASSERT_EQUAL(memcmp(board->order, expected, sizeof expected), 0);
	CU_ASSERT(report.coroutine_switches >= 6);
	exec_block_close(board);
}

static void serial_goes_one_by_one(void)
{
	static const int expected[] = {0, 0, 0, 1, 1, 1};
	struct board *board = new_board();

	run(EXEC_SERIAL, 2, bump, board, 60000);
	CU_ASSERT_EQUAL(memcmp(board->order, expected, sizeof expected), 0);
	exec_block_close(board);
}

static void crash(void *shared, int worker)
{
	visit(shared, worker);
	if (worker == VICTIM)
		raise(SIGSEGV);
}

static void crashed_worker_is_named(void)
{
	for (enum exec_model model = 0; model < EXEC_MODELS; model++) {
		struct board *board = new_board();
		struct exec_report report = run(model, WORKERS, crash, board, 60000);
		char text[128];

		CU_ASSERT_EQUAL(report.failed, VICTIM);
		CU_ASSERT_EQUAL(report.worker[VICTIM].end, EXEC_CRASHED);
		CU_ASSERT_EQUAL(report.worker[VICTIM].code, SIGSEGV);
		CU_ASSERT_STRING_EQUAL(exec_describe(&report, text, sizeof text),
				       "worker 1 crashed: Segmentation fault");
		exec_block_close(board);
	}
}

static void hang(void *shared, int worker)
{
	visit(shared, worker);
	while (worker == VICTIM)
		pause();
}

static void hung_worker_is_named(void)
{
	for (enum exec_model model = 0; model < EXEC_MODELS; model++) {
		struct board *board = new_board();
		struct exec_report report = run(model, WORKERS, hang, board, 1000);

		CU_ASSERT_EQUAL(report.failed, VICTIM);
		CU_ASSERT_EQUAL(report.worker[VICTIM].end, EXEC_HUNG);
		CU_ASSERT_EQUAL(report.elapsed_ns, 0);
		exec_block_close(board);
	}
}

static void leave(void *shared, int worker)
{
	visit(shared, worker);
	if (worker == VICTIM)
		exit(7);
	/* The others are still at work when it happens, unless they cannot be. */
	for (int i = 0; worker > VICTIM && i < 1000; i++)
		task_pause();
}

static void silent_worker_is_named(void)
{
	for (enum exec_model model = 0; model < EXEC_MODELS; model++) {
		struct board *board = new_board();
		struct exec_report report = run(model, WORKERS, leave, board, 60000);

		CU_ASSERT_EQUAL(report.failed, VICTIM);
		CU_ASSERT_EQUAL(report.worker[VICTIM].end, EXEC_QUIT);
		CU_ASSERT_EQUAL(report.worker[VICTIM].code, 7);
		exec_block_close(board);
	}
}

static void vanish(void *shared, int worker)
{
	visit(shared, worker);
	if (worker == VICTIM)
		pthread_exit(NULL);
}

static void vanished_thread_is_named(void)
{
	struct board *board = new_board();
	struct exec_report report = run(EXEC_THREADS, WORKERS, vanish, board, 60000);

	CU_ASSERT_EQUAL(report.failed, VICTIM);
	CU_ASSERT_EQUAL(report.worker[VICTIM].end, EXEC_QUIT);
	exec_block_close(board);
}

static int recurse(int depth)
{
	volatile char frame[1024];

	frame[0] = (char)depth;
	return depth > 1000000 ? frame[0] : recurse(depth + 1) + frame[0];
}

static void overflow(void *shared, int worker)
{
	visit(shared, worker);
	if (worker == VICTIM)
		atomic_fetch_add(&((struct board *)shared)->visits, recurse(0));
}

static void run_overflow(void *board)
{
	struct exec_report report = run(EXEC_COROUTINES, WORKERS, overflow, board, 60000);

	_exit(report.failed == VICTIM && report.worker[VICTIM].end == EXEC_CRASHED ? 42 : 1);
}

static void overflow_names_the_coroutine(void)
{
	struct board *board = new_board();
	char output[4096];
	int status = suite_fork(run_overflow, board, 60000, output, sizeof output);

	CU_ASSERT(WIFEXITED(status) && WEXITSTATUS(status) == 42);
	CU_ASSERT_PTR_NOT_NULL(strstr(output, "worker 1 overflowed its stack"));
	exec_block_close(board);
}

static void many_workers_run(void)
{
	for (enum exec_model model = 0; model < EXEC_MODELS; model++) {
		struct board *board = new_board();
		struct exec_report report = run(model, 64, visit, board, 60000);

		CU_ASSERT_EQUAL(report.failed, -1);
		exec_block_close(board);
	}
}

static bool run_pinned(void)
{
	struct exec_options options = {EXEC_THREADS, 2, true, 60000, NULL};
	struct board *board = new_board();
	struct exec_report report;

	if (exec_run(&options, visit, board, &report) != 0)
		die_system("exec_run");
	exec_block_close(board);
	return report.failed < 0 && report.pinned;
}

static bool may_pin(void)
{
	cpu_set_t allowed;

	return sched_getaffinity(0, sizeof allowed, &allowed) == 0 &&
	       sched_setaffinity(0, sizeof allowed, &allowed) == 0;
}

/* A system that forbids pinning, as some containers do. */
static void run_where_pinning_is_forbidden(void *unused)
{
	struct sock_filter filter[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_sched_setaffinity, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = {sizeof filter / sizeof *filter, filter};
	struct board *board = new_board();
	struct exec_options options = {EXEC_PROCESSES, 2, true, 60000, NULL};
	struct exec_report report;

	(void)unused;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0)
		_exit(77);
	if (exec_run(&options, visit, board, &report) != 0)
		_exit(1);
	_exit(report.failed < 0 && !report.pinned ? 42 : 2);
}

static void pinning_is_reported(void)
{
	if (may_pin()) {
		CU_ASSERT_TRUE(run_pinned());
	} else {
		suite_skip("this system does not let us pin");
	}
}

static void forbidden_pinning_is_no_failure(void)
{
	char output[4096];
	int status = suite_fork(run_where_pinning_is_forbidden, NULL, 60000, output, sizeof output);

	if (WIFEXITED(status) && WEXITSTATUS(status) == 77)
		suite_skip("no seccomp here");
	else
		CU_ASSERT(WIFEXITED(status) && WEXITSTATUS(status) == 42);
}

/* A worker that outlives SIGKILL to its supervisor would still hold the pipe's writing end. */
static void run_for_ever(void *board)
{
	run(EXEC_PROCESSES, WORKERS, hang, board, 1000000);
}

static void killed_run_leaves_no_process(void)
{
	for (int round = 0; round < 2; round++) {
		struct board *board = new_board();
		int alive[2];
		pid_t pid;
		char byte;

		if (pipe(alive) != 0)
			die_system("pipe");
		fflush(NULL);
		pid = fork();
		if (pid == 0)
			run_for_ever(board);
		close(alive[1]);
		while (atomic_load(&board->visits) < WORKERS)
			sched_yield();
		CU_ASSERT_EQUAL(kill(pid, round ? SIGKILL : SIGTERM), 0);
		/* Ends only when the last process that inherited the writing end is gone. */
		CU_ASSERT_EQUAL(read(alive[0], &byte, 1), 0);
		waitpid(pid, NULL, 0);
		close(alive[0]);
		exec_block_close(board);
	}
}

static void count_visits(void *shared)
{
	struct board *board = shared;

	board->order[0] = atomic_load(&board->visits);
}

static void crash_judging(void *shared)
{
	(void)shared;
	raise(SIGSEGV);
}

static void hang_judging(void *shared)
{
	(void)shared;
	for (;;)
		pause();
}

static enum exec_end run_judge(exec_body *body, exec_judge *judge, int deadline_ms, int *seen)
{
	struct exec_options options = {EXEC_PROCESSES, WORKERS, false, deadline_ms, judge};
	struct board *board = new_board();
	struct exec_report report;

	if (exec_run(&options, body, board, &report) != 0)
		die_system("exec_run");
	*seen = board->order[0];
	exec_block_close(board);
	return report.judge;
}

static void judge_comes_last(void)
{
	int seen;

	CU_ASSERT_EQUAL(run_judge(visit, count_visits, 60000, &seen), EXEC_FINISHED);
	CU_ASSERT_EQUAL(seen, WORKERS);
	CU_ASSERT_EQUAL(run_judge(crash, count_visits, 60000, &seen), EXEC_STRANDED);
	CU_ASSERT_EQUAL(seen, 0);
	CU_ASSERT_EQUAL(run_judge(visit, crash_judging, 60000, &seen), EXEC_CRASHED);
	CU_ASSERT_EQUAL(run_judge(visit, hang_judging, 1000, &seen), EXEC_HUNG);
}

static void models_have_names(void)
{
	enum exec_model model;

	for (enum exec_model i = 0; i < EXEC_MODELS; i++) {
		CU_ASSERT_TRUE(exec_model_parse(exec_model_name(i), &model));
		CU_ASSERT_EQUAL(model, i);
		CU_ASSERT_PTR_NOT_NULL(strstr(exec_model_names(), exec_model_name(i)));
	}
	CU_ASSERT_FALSE(exec_model_parse("fibres", &model));
}

static void run_without_memory(void *unused)
{
	struct rlimit limit = {0, 0};
	struct board *board = new_board();
	struct exec_options options = {EXEC_PROCESSES, 64, false, 60000, NULL};
	struct exec_report report;

	(void)unused;
	/* Root is exempt from this limit: become nobody first. */
	if ((getuid() == 0 && setuid(65534) != 0) || setrlimit(RLIMIT_NPROC, &limit) != 0)
		die_system("setup");
	_exit(exec_run(&options, visit, board, &report) == -1 && errno == EAGAIN ? 42 : 1);
}

static void refused_fork_is_an_error(void)
{
	char output[4096];
	int status = suite_fork(run_without_memory, NULL, 60000, output, sizeof output);

	CU_ASSERT(WIFEXITED(status) && WEXITSTATUS(status) == 42);
}

int main(int argc, char **argv)
{
	static CU_TestInfo tests[] = {
		{"every worker runs once under every model", every_worker_runs_once},
		{"processes are processes, at one address", processes_are_processes},
		{"coroutines take turns", coroutines_take_turns},
		{"serial goes one by one", serial_goes_one_by_one},
		{"a crashed worker is named", crashed_worker_is_named},
		{"a hung worker is named", hung_worker_is_named},
		{"a worker that exits is named", silent_worker_is_named},
		{"a thread that vanishes is named", vanished_thread_is_named},
		{"an overflow names the coroutine", overflow_names_the_coroutine},
		{"64 workers run", many_workers_run},
		{"pinning is reported", pinning_is_reported},
		{"forbidden pinning is no failure", forbidden_pinning_is_no_failure},
		{"a killed run leaves no process", killed_run_leaves_no_process},
		{"the judge comes last, and may fail", judge_comes_last},
		{"models have names", models_have_names},
		{"a refused fork is an error", refused_fork_is_an_error},
		CU_TEST_INFO_NULL,
	};

	return suite_run("exec", tests, argc, argv);
}
