/* crew.c: tests of the same tasks in every way: all run, refusals are told, nobody is left behind. */
#include "suite.h"

#include "exec/crew.h"
#include "exec/exec.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MS INT64_C(1000000)
#define TASKS 6

struct board {
	atomic_int calls[TASKS];
	_Atomic pid_t pid[TASKS];
	atomic_int core[TASKS];
	int ends[2];
};

static struct board *board;
static struct crew_report report;

static void open_board(void)
{
	board = exec_block_open(sizeof *board);
	CU_ASSERT_PTR_NOT_NULL_FATAL(board);
}

static int run(enum crew_way way, int tasks, crew_body *body)
{
	struct crew_options options = {.way = way, .tasks = tasks, .deadline_ms = 20000};

	return crew_run(&options, body, board, &report);
}

/* Is there no child of ours any more? */
static bool all_reaped(void)
{
	return waitpid(-1, NULL, WNOHANG) < 0 && errno == ECHILD;
}

static bool is_sound_refusal(void)
{
	return report.refused > 0 && report.code != 0 && report.missing[0] && all_reaped();
}

static void sign(void *arg, int task)
{
	struct board *mine = arg;

	crew_compute(100000);
	crew_pause();
	crew_sleep(1 * MS);
	atomic_fetch_add(&mine->calls[task], 1);
	atomic_store(&mine->pid[task], getpid());
	atomic_store(&mine->core[task], sched_getcpu());
}

static void every_way_runs_each_task_once(void)
{
	for (enum crew_way way = 0; way < CREW_WAYS; way++) {
		open_board();
		CU_ASSERT_EQUAL(run(way, TASKS, sign), 0);
		CU_ASSERT_STRING_EQUAL(report.missing, "");
		CU_ASSERT_EQUAL(report.finished, TASKS);
		CU_ASSERT_EQUAL(report.refused + report.code, 0);
		CU_ASSERT(report.elapsed_ns > 0 && report.cpu_ns > 0);
		for (int i = 0; i < TASKS; i++)
			CU_ASSERT(board->calls[i] == 1 && board->pid[i] != getpid());
		CU_ASSERT_TRUE(all_reaped());
		exec_block_close(board);
	}
}

/* Left to the system, loops that mostly wait are often on one core. */
static void each_loop_has_a_core(void)
{
	int cores = crew_cores();

	open_board();
	CU_ASSERT_EQUAL(run(CREW_ASYNC_PROCESSES, TASKS, sign), 0);
	for (int i = 0; i < TASKS; i++)
		for (int k = 0; k < i; k++)
			CU_ASSERT_EQUAL(board->core[i] == board->core[k], i % cores == k % cores);
	exec_block_close(board);
}

static int different_pids(void)
{
	int different = 0;

	for (int i = 0; i < TASKS; i++) {
		int j = 0;

		while (j < i && board->pid[j] != board->pid[i])
			j++;
		different += i == j;
	}
	return different;
}

static void a_process_is_what_the_way_says(void)
{
	int cores = crew_cores() < TASKS ? crew_cores() : TASKS;

	open_board();
	(void)run(CREW_THREADS, TASKS, sign);
	CU_ASSERT_EQUAL(different_pids(), 1);
	(void)run(CREW_PROCESSES, TASKS, sign);
	CU_ASSERT_EQUAL(different_pids(), TASKS);
	(void)run(CREW_ASYNC_PROCESSES, TASKS, sign);
	CU_ASSERT_EQUAL(different_pids(), cores);
	(void)run(CREW_THREADS_ONE_CORE, TASKS, sign);
	for (int i = 1; i < TASKS; i++)
		CU_ASSERT_EQUAL(board->core[i], board->core[0]);
	exec_block_close(board);
}

static void switches_are_counted(void)
{
	open_board();
	CU_ASSERT_EQUAL(run(CREW_COROUTINES, TASKS, sign), 0);
	/* In, a pause, a sleep, and the end: three times in and out. */
	CU_ASSERT_EQUAL(report.coroutine_switches, 6 * TASKS);
	CU_ASSERT_EQUAL(run(CREW_THREADS, TASKS, sign), 0);
	CU_ASSERT_EQUAL(report.coroutine_switches, 0);
	CU_ASSERT(report.voluntary >= TASKS); /* each slept */
	exec_block_close(board);
}

static void wait_for_writer(void *arg, int task)
{
	struct board *mine = arg;

	if (task == 0) {
		errno = 0;
		if (crew_wait_readable(mine->ends[0], 1 * MS) == -1 && errno == ETIMEDOUT)
			atomic_fetch_add(&mine->calls[1], 1);
		if (write(mine->ends[1], "x", 1) == 1 && crew_wait_readable(mine->ends[0], -1) == 0)
			atomic_fetch_add(&mine->calls[0], 1);
	}
}

static void waiting_ends_in_time_or_by_event(void)
{
	for (enum crew_way way = 0; way < CREW_WAYS; way++) {
		open_board();
		CU_ASSERT_EQUAL_FATAL(pipe(board->ends), 0);
		CU_ASSERT_EQUAL(run(way, 2, wait_for_writer), 0);
		CU_ASSERT(board->calls[0] == 1 && board->calls[1] == 1);
		(void)close(board->ends[0]);
		(void)close(board->ends[1]);
		exec_block_close(board);
	}
}

/* ---- what goes wrong ---- */

static void hang(void *arg, int task)
{
	(void)arg;
	while (task == 1)
		crew_sleep(1000 * MS);
}

static void who_hangs_is_ended_at_the_deadline(void)
{
	for (enum crew_way way = 0; way < CREW_WAYS; way++) {
		struct crew_options options = {.way = way, .tasks = 2, .deadline_ms = 300};

		CU_ASSERT_EQUAL(crew_run(&options, hang, NULL, &report), -1);
		CU_ASSERT_EQUAL(report.code, ETIMEDOUT);
		CU_ASSERT_EQUAL(report.finished, 1);
		CU_ASSERT_PTR_NOT_NULL(strstr(report.missing, "1 of 2"));
		CU_ASSERT_TRUE(all_reaped());
	}
}

static void crash(void *arg, int task)
{
	(void)arg;
	if (task == 1) {
		(void)signal(SIGTERM, SIG_DFL);
		(void)raise(SIGTERM);
	}
}

static void leave(void *arg, int task)
{
	(void)arg;
	if (task == 1)
		_exit(3);
}

static void who_crashes_costs_the_run_only(void)
{
	for (enum crew_way way = 0; way < CREW_WAYS; way++) {
		CU_ASSERT_EQUAL(run(way, 2, crash), -1);
		CU_ASSERT_PTR_NOT_NULL(strstr(report.missing, strsignal(SIGTERM)));
		CU_ASSERT_EQUAL(run(way, 2, leave), -1);
		CU_ASSERT_PTR_NOT_NULL(strstr(report.missing, "status 3"));
		CU_ASSERT(report.finished < 2 && all_reaped());
	}
}

static void refuse(void *arg, int task)
{
	(void)arg;
	errno = EMFILE;
	if (task == 1)
		crew_refused("socket");
}

static void a_task_may_be_refused_something(void)
{
	for (enum crew_way way = 0; way < CREW_WAYS; way++) {
		CU_ASSERT_EQUAL(run(way, 3, refuse), -1);
		CU_ASSERT(report.finished == 2 && report.refused == 1 && report.code == EMFILE);
		CU_ASSERT_PTR_NOT_NULL(strstr(report.missing, "socket"));
	}
}

static void wait_for_refusal(void *arg, int task)
{
	(void)arg;
	errno = EMFILE;
	if (task == 1)
		crew_refused("socket");
	while (crew_refusals() == 0)
		crew_sleep(1 * MS);
}

static void others_can_ask_for_refusals(void)
{
	for (enum crew_way way = CREW_THREADS_ONE_CORE; way < CREW_WAYS; way++) {
		CU_ASSERT_EQUAL(run(way, 3, wait_for_refusal), -1);
		CU_ASSERT(report.finished == 2 && report.refused == 1);
	}
}

/* ---- what the system refuses: with limits, in a child of ours ---- */

static bool set_limit(__rlimit_resource_t resource, rlim_t most)
{
	struct rlimit limit;

	return getrlimit(resource, &limit) == 0 && most <= limit.rlim_max &&
	       setrlimit(resource, &(struct rlimit){most, limit.rlim_max}) == 0;
}

static void check_few_descriptors(void *arg)
{
	bool is_sound = true;

	(void)arg;
	/* Our own are open already, and waiting for the carrier takes one more. */
	if (!set_limit(RLIMIT_NOFILE, 4))
		_exit(2);
	for (enum crew_way way = CREW_COROUTINES; way < CREW_WAYS; way++) {
		is_sound &= run(way, TASKS, sign) == -1;
		is_sound &= report.code == EMFILE && report.missing[0] && all_reaped();
	}
	_exit(is_sound ? 0 : 1);
}

static void too_few_descriptors_are_reported(void)
{
	char output[256];

	open_board();
	CU_ASSERT_EQUAL(suite_fork(check_few_descriptors, NULL, 60000, output, sizeof output), 0);
	exec_block_close(board);
}

static void nap(void *arg, int task)
{
	(void)arg, (void)task;
	crew_sleep(100 * MS);
}

/*
 * Of a user who has no other processes, so that the limit is what we say: with room for some of many,
 * also where each process has a further thread (ThreadSanitizer's).
 */
static void check_few_processes(void *arg)
{
	unsigned nobody = 40000 + (unsigned)getpid() % 20000; /* another one in each test */
	bool is_sound = true;

	(void)arg;
	if (setgid(nobody) != 0 || setuid(nobody) != 0 || !set_limit(RLIMIT_NPROC, 10))
		_exit(2);
	for (enum crew_way way = CREW_THREADS_ONE_CORE; way <= CREW_PROCESSES; way++) {
		is_sound &= run(way, 16, nap) == -1;
		is_sound &= is_sound_refusal() && report.code == EAGAIN;
		is_sound &= report.finished + report.refused == 16 && report.finished > 0;
	}
	if (!set_limit(RLIMIT_NPROC, 1))
		_exit(2);
	is_sound &= run(CREW_SERIAL, 16, nap) == -1 && report.refused == 16;
	_exit(is_sound && is_sound_refusal() ? 0 : 1);
}

static void too_few_processes_are_reported(void)
{
	char output[256];
	int status;

	if (geteuid() != 0) {
		suite_skip("only root can be a user without other processes");
		return;
	}
	open_board();
	status = suite_fork(check_few_processes, NULL, 60000, output, sizeof output);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 2)
		suite_skip("no other user, or no limit on processes, here");
	else
		CU_ASSERT_EQUAL(status, 0);
	exec_block_close(board);
}

/* ---- who dies with whom ---- */

static void tell_and_hang(void *arg, int task)
{
	struct board *mine = arg;

	atomic_store(&mine->pid[task], getpid());
	for (;;)
		crew_sleep(1000 * MS);
}

static bool is_gone(pid_t pid)
{
	return pid > 1 && kill(pid, 0) != 0 && errno == ESRCH;
}

/* The parent of a crew is killed: so is all of the crew. We are the subreaper and reap it. */
static void workers_die_with_their_parent(void)
{
	pid_t parent;

	open_board();
	CU_ASSERT_EQUAL_FATAL(prctl(PR_SET_CHILD_SUBREAPER, 1), 0);
	parent = fork();
	if (parent == 0) {
		(void)run(CREW_PROCESSES, 2, tell_and_hang);
		_exit(0);
	}
	CU_ASSERT_FATAL(parent > 1);
	while (!atomic_load(&board->pid[0]) || !atomic_load(&board->pid[1]))
		sched_yield();
	CU_ASSERT_EQUAL(kill(parent, SIGKILL), 0);
	/* Ends only when all have died (tests are cut off from outside if not). */
	while (waitpid(-1, NULL, 0) > 0 || errno == EINTR)
		;
	CU_ASSERT(is_gone(board->pid[0]) && is_gone(board->pid[1]));
	exec_block_close(board);
}

/* ---- on record ---- */

static void compute_and_wait(void *arg, int task)
{
	(void)arg;
	(void)task;
	crew_compute(2 * MS);
	crew_sleep(2 * MS);
	crew_compute(1 * MS);
}

static struct timeline_span spans[2 * 400];

static int record(enum crew_way way, crew_body *body, void **memory)
{
	struct crew_options options = {.way = way, .tasks = 2, .deadline_ms = 20000};

	*memory = exec_block_open(timeline_size(2, 400));
	CU_ASSERT_PTR_NOT_NULL_FATAL(*memory);
	options.timeline = timeline_init(*memory, 2, 400);
	CU_ASSERT_EQUAL(crew_run(&options, body, NULL, &report), 0);
	return timeline_collect(options.timeline, spans, 2 * 400);
}

static int64_t total(int count, int task, enum timeline_state state)
{
	int64_t sum = 0;

	for (int i = 0; i < count; i++)
		if (spans[i].task == task && spans[i].state == state)
			sum += spans[i].stop_ns - spans[i].start_ns;
	return sum;
}

static void every_way_leaves_a_record(void)
{
	for (enum crew_way way = 0; way < CREW_WAYS; way++) {
		void *memory;
		int count = record(way, compute_and_wait, &memory);

		for (int task = 0; task < 2; task++) {
			CU_ASSERT(total(count, task, TIMELINE_WAITING) >= 2 * MS);
			CU_ASSERT(total(count, task, TIMELINE_RUNNING) > 0);
		}
		exec_block_close(memory);
	}
}

static void sleep_outside(void *ns)
{
	struct timespec rest = {0, *(const int64_t *)ns};

	while (nanosleep(&rest, &rest) != 0)
		;
}

static void block(void *arg, int task)
{
	int64_t ns = 2 * MS;

	(void)arg;
	(void)task;
	crew_block(sleep_outside, &ns);
}

static void a_call_that_blocks_is_a_wait(void)
{
	for (enum crew_way way = 0; way < CREW_WAYS; way++) {
		void *memory;
		int count = record(way, block, &memory);

		for (int task = 0; task < 2; task++)
			CU_ASSERT(total(count, task, TIMELINE_WAITING) >= 2 * MS);
		exec_block_close(memory);
	}
}

static void compute_only(void *arg, int task)
{
	(void)arg;
	(void)task;
	crew_compute(20 * MS);
}

/*
 * On one core no two run at once: what both ran, by their own records, is no more than the time there
 * was. (Threads that took turns would each have been "running" all the time, had nobody looked.)
 */
static void one_core_runs_one_at_a_time(void)
{
	static const enum crew_way ways[] = {CREW_SERIAL, CREW_THREADS_ONE_CORE, CREW_COROUTINES};

	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
		void *memory;
		int count = record(ways[i], compute_only, &memory);
		int64_t busy =
			total(count, 0, TIMELINE_RUNNING) + total(count, 1, TIMELINE_RUNNING);

		CU_ASSERT((double)busy < 1.2 * (double)report.elapsed_ns);
		exec_block_close(memory);
	}
}

/* Twice the work, twice the time of a processor; with room for a busy machine. */
static void work_is_an_amount(void)
{
	void *memory;
	double once, twice;

	(void)record(CREW_SERIAL, compute_only, &memory);
	exec_block_close(memory);
	once = report.cpu_ns;
	(void)record(CREW_SERIAL, compute_and_wait, &memory);
	exec_block_close(memory);
	twice = report.cpu_ns;
	CU_ASSERT(once > 2 * twice); /* 40 against 6 */
}

int main(int argc, char **argv)
{
	static CU_TestInfo tests[] = {
		{"each loop has a core", each_loop_has_a_core},
		{"every way runs each task once", every_way_runs_each_task_once},
		{"a process is what the way says", a_process_is_what_the_way_says},
		{"switches are counted", switches_are_counted},
		{"waiting ends in time or by event", waiting_ends_in_time_or_by_event},
		{"who hangs is ended at the deadline", who_hangs_is_ended_at_the_deadline},
		{"who crashes costs the run only", who_crashes_costs_the_run_only},
		{"a task may be refused something", a_task_may_be_refused_something},
		{"others can ask for refusals", others_can_ask_for_refusals},
		{"too few descriptors are reported", too_few_descriptors_are_reported},
		{"too few processes are reported", too_few_processes_are_reported},
		{"workers die with their parent", workers_die_with_their_parent},
		{"every way leaves a record", every_way_leaves_a_record},
		{"a call that blocks is a wait", a_call_that_blocks_is_a_wait},
		{"one core runs one at a time", one_core_runs_one_at_a_time},
		{"work is an amount", work_is_an_amount},
		CU_TEST_INFO_NULL,
	};

	return suite_run("crew", tests, argc, argv);
}
