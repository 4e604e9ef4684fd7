/* run.c: see run.h. A crew of one task (exec/crew.h) is the process of its own, and its deadline. */
#include "subjects/run.h"

#include "base/child.h"
#include "base/die.h"
#include "base/file.h"
#include "exec/crew.h"
#include "exec/exec.h"
#include "lab/bench.h"
#include "measure/clock.h"
#include "measure/stats.h"

#include <dirent.h>
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define DEADLINE_MS 8000		/* less than a question has (lab/lab.h) */
#define PATIENCE_NS INT64_C(3000000000) /* until all requests wait, or never will */

/* What the run and its watcher share. */
struct run {
	load_way *way;
	struct load load;
	struct run_figures figures;
	bool is_watched;
	int waiting; /* how many requests the watcher waits for */
	struct run_standstill standstill;
	_Atomic pid_t carrier;	   /* 0: it is not there yet */
	_Atomic bool may_begin;	   /* the watcher has seen how it was before */
	_Atomic bool is_over;	   /* there will be no more requests */
	_Atomic int64_t killed_ns; /* when there was no more server */
};

static void nap(void)
{
	nanosleep(&(struct timespec){.tv_nsec = 200000}, NULL);
}

int run_cores(void)
{
	return crew_cores() < RUN_CORES ? crew_cores() : RUN_CORES;
}

/* The first that we are allowed to use; threads and processes that we make inherit it. */
static void keep_to_cores(void)
{
	cpu_set_t allowed, kept;
	int left = RUN_CORES;

	CPU_ZERO(&kept);
	if (sched_getaffinity(0, sizeof allowed, &allowed) != 0)
		return; /* more than a set holds: then it is more than we need, too */
	for (size_t core = 0; core < CPU_SETSIZE && left > 0; core++)
		if (CPU_ISSET(core, &allowed)) {
			CPU_SET(core, &kept);
			left--;
		}
	if (sched_setaffinity(0, sizeof kept, &kept) != 0)
		BUG("cannot keep to some of our cores");
}

/* ---- in the carrier: the way, and judging what came of it ---- */

struct usage {
	double cpu_ns;
	long switches;
};

static void add_usage(struct usage *usage, int who, int sign)
{
	struct rusage used;

	if (getrusage(who, &used) != 0)
		BUG("getrusage");
	usage->cpu_ns += sign * ((double)used.ru_utime.tv_sec + (double)used.ru_stime.tv_sec) * 1e9;
	usage->cpu_ns +=
		sign * ((double)used.ru_utime.tv_usec + (double)used.ru_stime.tv_usec) * 1e3;
	usage->switches += sign * (used.ru_nvcsw + used.ru_nivcsw);
}

/* Count what this process, and children that it has reaped, use from now on, or have used. */
static void count_usage(struct usage *usage, int sign)
{
	add_usage(usage, RUSAGE_SELF, sign);
	add_usage(usage, RUSAGE_CHILDREN, sign);
}

static void judge_latencies(struct run *run, const struct answer *answers)
{
	int n = run->load.requests, done = 0;
	double *latencies = calloc((size_t)n, sizeof *latencies);

	if (!latencies)
		BUG("no memory for %d latencies", n);
	for (int i = 0; i < n; i++)
		if (answers[i].is_done)
			latencies[done++] = (double)(answers[i].done_ns - run->load.start_ns -
						     i * run->load.gap_ns);
	if (done > 0) {
		run->figures.p50_ns = stats_median(latencies, (size_t)done);
		run->figures.p99_ns = stats_quantile(latencies, (size_t)done, 0.99);
	}
	free(latencies);
}

static void count_answers(struct run *run, const struct answer *answers)
{
	struct run_figures *figures = &run->figures;

	for (int i = 0; i < run->load.requests; i++) {
		if (load_is_right(&run->load, i, &answers[i]))
			figures->right++;
		else if (answers[i].is_done)
			figures->wrong++;
		else if (answers[i].error != 0)
			figures->failed++;
		else
			figures->lost++;
	}
}

static void judge(struct run *run, const struct answer *answers, int error)
{
	struct run_figures *figures = &run->figures;
	size_t size = sizeof figures->missing;
	int n = run->load.requests;

	count_answers(run, answers);
	judge_latencies(run, answers);
	if (error)
		snprintf(figures->missing, size, "the system refused it: %s", strerror(error));
	else if (figures->lost > 0)
		snprintf(figures->missing, size, "%d of %d answers did not come back",
			 figures->lost, n);
	else if (figures->failed > 0)
		snprintf(figures->missing, size, "%d of %d requests have no answer: %s",
			 figures->failed, n, strerror(atomic_load(&run->load.board->code)));
	else if (figures->wrong > 0)
		snprintf(figures->missing, size, "%d of %d answers are wrong", figures->wrong, n);
}

static void carry(void *arg, int task)
{
	struct run *run = arg;
	struct answer *answers = calloc((size_t)run->load.requests, sizeof *answers);
	struct usage usage = {0};
	int error;

	(void)task;
	if (!answers) {
		crew_refused("memory");
		return;
	}
	keep_to_cores();
	atomic_store(&run->carrier, getpid());
	while (run->is_watched && !atomic_load(&run->may_begin))
		nap();
	count_usage(&usage, -1);
	run->load.start_ns = clock_ns();
	error = run->way(&run->load, answers) == 0 ? 0 : errno;
	run->figures.elapsed_ns = clock_ns() - run->load.start_ns;
	count_usage(&usage, 1);
	run->figures.cpu_ns = usage.cpu_ns;
	run->figures.switches = usage.switches;
	judge(run, answers, error);
	free(answers);
}

/* ---- in the watcher: how much memory, and the end of the server ---- */

/* The number after `key`; 0 when there is none. */
static double read_number(const char *path, const char *key)
{
	char *text = file_read(path, NULL), *line = text ? strstr(text, key) : NULL;
	double number = line ? strtod(line + strlen(key), NULL) : 0;

	free(text);
	return number;
}

static double read_of(pid_t pid, const char *file, const char *key)
{
	char path[64];

	snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, file);
	return read_number(path, key);
}

/* Of a thread, in the kernel, on average over all threads of the machine: "0.72 1.02 0.70 4/114 1333". */
static double stack_kib(void)
{
	double threads = read_number("/proc/loadavg", "/");

	return threads > 0 ? read_number("/proc/meminfo", "KernelStack:") / threads : 0;
}

/* All processes of a group, into what there is already. */
static void weigh_group(pid_t group, struct run_standstill *sum)
{
	DIR *folder = opendir("/proc");
	struct dirent *entry;

	while (folder && (entry = readdir(folder))) {
		pid_t pid = (pid_t)strtol(entry->d_name, NULL, 10);

		if (pid <= 1 || getpgid(pid) != group)
			continue;
		sum->pages_kib += read_of(pid, "smaps_rollup", "\nPss:");
		sum->page_tables_kib += read_of(pid, "status", "VmPTE:");
		sum->threads += (int)read_of(pid, "status", "Threads:");
	}
	if (folder)
		closedir(folder);
}

/*
 * DOC: each page once. A page that n processes share counts as an nth in each of them (PSS). So the sum
 * goes over all who share: the way's processes, and those that it was forked from or beside.
 */
static struct run_standstill weigh(const struct run *run)
{
	struct run_standstill sum = {0};

	weigh_group(atomic_load(&run->carrier), &sum);
	sum.pages_kib += read_of(getppid(), "smaps_rollup", "\nPss:");
	sum.pages_kib += read_of(getpid(), "smaps_rollup", "\nPss:");
	sum.pages_kib += read_of(server_process(run->load.server), "smaps_rollup", "\nPss:");
	return sum;
}

static void kill_server(struct run *run)
{
	pid_t server = server_process(run->load.server);

	BUG_UNLESS(server > 1);
	atomic_store(&run->killed_ns, clock_ns()); /* before: those who wait are quick */
	kill(server, SIGKILL);
}

static void watch(struct run *run)
{
	const struct load_board *board = run->load.board;
	struct run_standstill before;
	int64_t deadline;

	while (!atomic_load(&run->carrier) && !atomic_load(&run->is_over))
		nap();
	(void)weigh(run); /* to look takes memory, too: the first time */
	before = weigh(run);
	atomic_store(&run->may_begin, true);
	deadline = clock_ns() + PATIENCE_NS;
	while (atomic_load(&board->asked) < run->waiting && atomic_load(&board->code) == 0 &&
	       !atomic_load(&run->is_over) && clock_ns() < deadline)
		nap();
	run->standstill = weigh(run);
	run->standstill.stacks_kib = stack_kib() * (run->standstill.threads - before.threads);
	run->standstill.pages_kib -= before.pages_kib;
	run->standstill.page_tables_kib -= before.page_tables_kib;
	if (atomic_load(&board->received) > 0)
		snprintf(run->standstill.missing, sizeof run->standstill.missing,
			 "the machine is too busy: some did not wait any more");
	kill_server(run);
}

/* ---- together ---- */

static struct run *open_run(load_way *way, const struct load *load)
{
	struct run *run = exec_block_open(sizeof *run);

	if (run) {
		run->way = way;
		run->load = *load;
	}
	return run;
}

static void carry_in_crew(struct run *run)
{
	struct crew_options options = {.way = CREW_SERIAL, .tasks = 1, .deadline_ms = DEADLINE_MS};
	struct crew_report report;

	if (crew_run(&options, carry, run, &report) != 0)
		memcpy(run->figures.missing, report.missing, sizeof run->figures.missing);
	atomic_store(&run->is_over, true);
}

static void explain(char *missing, size_t size, const char *call)
{
	snprintf(missing, size, "%s: %s", call, strerror(errno));
}

int run_way(load_way *way, const struct load *load, struct run_figures *figures)
{
	struct run *run = open_run(way, load);

	*figures = (struct run_figures){0};
	if (!run) {
		explain(figures->missing, sizeof figures->missing, "memory");
		return -1;
	}
	carry_in_crew(run);
	*figures = run->figures;
	exec_block_close(run);
	return figures->missing[0] ? -1 : 0;
}

static void carry_watched(struct run *run)
{
	struct run_standstill *found = &run->standstill;
	pid_t watcher = bench_fork();
	int64_t killed_ns;

	if (watcher == 0) {
		watch(run);
		_exit(0);
	}
	if (watcher < 0) {
		explain(found->missing, sizeof found->missing, "fork");
		return;
	}
	carry_in_crew(run);
	while (waitpid(watcher, NULL, 0) < 0 && errno == EINTR)
		;
	killed_ns = atomic_load(&run->killed_ns);
	found->failed = run->figures.failed;
	found->end_ns = run->load.start_ns + run->figures.elapsed_ns - killed_ns;
	/* All have to wait, and to end by the server's death, not before it. */
	if (!found->missing[0] && (atomic_load(&run->load.board->asked) < run->waiting ||
				   killed_ns == 0 || found->end_ns <= 0))
		memcpy(found->missing, run->figures.missing, sizeof found->missing);
}

int run_standstill(load_way *way, const struct load *load, int waiting,
		   struct run_standstill *standstill)
{
	struct run *run = open_run(way, load);

	*standstill = (struct run_standstill){0};
	if (!run) {
		explain(standstill->missing, sizeof standstill->missing, "memory");
		return -1;
	}
	run->is_watched = true;
	run->waiting = waiting;
	carry_watched(run);
	*standstill = run->standstill;
	exec_block_close(run);
	return standstill->missing[0] ? -1 : 0;
}
