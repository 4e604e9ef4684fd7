/* crew_ways.c: the carrier process of a crew's run, and its workers in every way (see crew.h). */
#include "exec/crew_internal.h"

#include "base/child.h"
#include "base/die.h"
#include "coro/loop.h"
#include "measure/clock.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define WEIGHED 16 /* processes of which the memory is looked at; the others are like them */

/* ---- what it cost ---- */

static double cpu_ns(int who)
{
	struct rusage usage;

	if (getrusage(who, &usage) != 0)
		BUG("getrusage");
	return ((double)usage.ru_utime.tv_sec + (double)usage.ru_stime.tv_sec) * 1e9 +
	       ((double)usage.ru_utime.tv_usec + (double)usage.ru_stime.tv_usec) * 1e3;
}

/* Of the calling thread, with sign: a thread that does more than its tasks takes off what was before. */
static void count_switches(struct crew *crew, int sign)
{
	struct rusage usage;

	if (getrusage(RUSAGE_THREAD, &usage) != 0)
		BUG("getrusage of a thread");
	atomic_fetch_add(&crew->voluntary, sign * usage.ru_nvcsw);
	atomic_fetch_add(&crew->involuntary, sign * usage.ru_nivcsw);
	atomic_fetch_add(&crew->coroutine_switches, sign * (long)coro_switches());
}

/* The highest resident memory so far. After a fork it is what was resident then. */
static long peak_kib(void)
{
	struct rusage usage;

	if (getrusage(RUSAGE_SELF, &usage) != 0)
		BUG("getrusage");
	return usage.ru_maxrss;
}

/*
 * Memory of this process that no other one shares. After a loop also what was given back since the peak:
 * stacks. (Else not: the peak counts some pages that the fork left unmapped.) -1: unknown.
 */
static long private_kib(bool is_after_loop)
{
	FILE *file = fopen("/proc/self/smaps_rollup", "re");
	char line[128];
	long sum = 0, resident = peak_kib(), kib;

	if (!file)
		return -1;
	while (fgets(line, sizeof line, file)) {
		if (sscanf(line, "Private_%*[A-Za-z]: %ld kB", &kib) == 1)
			sum += kib;
		if (sscanf(line, "Rss: %ld kB", &kib) == 1)
			resident = kib;
	}
	fclose(file);
	return sum + (is_after_loop && peak_kib() > resident ? peak_kib() - resident : 0);
}

/* How much a worker that is a process holds: of the first ones only, since looking takes time. */
static void weigh(struct crew *crew, int number)
{
	double start = cpu_ns(RUSAGE_SELF);
	bool is_loop = crew->options.way == CREW_ASYNC_PROCESSES;
	long kib = number < WEIGHED ? private_kib(is_loop) : -1;

	if (kib < 0)
		return;
	atomic_fetch_add(&crew->weight_kib, kib);
	atomic_fetch_add(&crew->weighed, 1);
	atomic_fetch_add(&crew->weighing_ns, (long)(cpu_ns(RUSAGE_SELF) - start));
}

/* ---- one thread ---- */

static void run_serial(struct crew *crew)
{
	count_switches(crew, -1);
	for (int i = 0; i < crew->options.tasks; i++)
		crew_do(&(struct crew_task){.crew = crew, .number = i});
	count_switches(crew, 1);
}

static void do_in_coroutine(void *task)
{
	crew_do(task);
}

/* How many tasks there are among first, first + step... */
static int tasks_of(const struct crew *crew, int first, int step)
{
	return (crew->options.tasks - first + step - 1) / step;
}

/* These tasks in one loop. */
static void run_loop(struct crew *crew, int first, int step)
{
	int count = tasks_of(crew, first, step), spawned = 0;
	struct crew_task *tasks = calloc((size_t)count, sizeof *tasks);
	struct loop *loop = tasks ? loop_create() : NULL;

	if (!loop) {
		crew_refuse(crew, count, "an event loop");
		free(tasks);
		return;
	}
	for (; spawned < count; spawned++) {
		tasks[spawned] = (struct crew_task){.crew = crew, .number = first + spawned * step};
		if (loop_spawn(loop, "task", do_in_coroutine, &tasks[spawned]) != 0)
			break;
	}
	if (spawned < count)
		crew_refuse(crew, count - spawned, "a coroutine");
	count_switches(crew, -1);
	loop_run(loop);
	count_switches(crew, 1);
	loop_destroy(loop);
	free(tasks);
}

/* ---- threads ---- */

static void *do_in_thread(void *task)
{
	struct crew_task *self = task;

	crew_do(self);
	count_switches(self->crew, 1);
	return NULL;
}

/* On the core where we are: the system has just chosen it. Threads that are created later inherit it. */
static int stay_here(void)
{
	cpu_set_t here;
	int core = sched_getcpu();

	CPU_ZERO(&here);
	CPU_SET(core < 0 ? 0 : (size_t)core, &here);
	return sched_setaffinity(0, sizeof here, &here);
}

static void start_threads(struct crew *crew, struct crew_task *tasks, pthread_t *threads)
{
	int count = crew->options.tasks, started = 0;

	for (; started < count; started++) {
		tasks[started] = (struct crew_task){.crew = crew, .number = started};
		errno = pthread_create(&threads[started], NULL, do_in_thread, &tasks[started]);
		if (errno != 0)
			break;
	}
	if (started < count)
		crew_refuse(crew, count - started, "a thread");
	for (int i = 0; i < started; i++)
		if (pthread_join(threads[i], NULL) != 0)
			BUG("cannot join a thread");
}

static void run_threads(struct crew *crew)
{
	size_t count = (size_t)crew->options.tasks;
	struct crew_task *tasks = calloc(count, sizeof *tasks);
	pthread_t *threads = calloc(count, sizeof *threads);

	if (!tasks || !threads)
		crew_refuse(crew, crew->options.tasks, "memory");
	else
		start_threads(crew, tasks, threads);
	free(tasks);
	free(threads);
}

/* ---- processes ---- */

static void be_alive(struct crew *crew)
{
	int alive = atomic_fetch_add(&crew->alive, 1) + 1;
	int most = atomic_load(&crew->most_alive);

	while (most < alive && !atomic_compare_exchange_weak(&crew->most_alive, &most, alive))
		;
}

/*
 * DOC: put on a core of its own. The one with this number among those that we may use. Left to the
 * system, two loops that mostly wait are often on one core, and stay there when they begin to compute.
 */
static int go_to_core(int number)
{
	cpu_set_t allowed, one;
	size_t core = 0;

	if (sched_getaffinity(0, sizeof allowed, &allowed) != 0)
		return -1;
	while (core < CPU_SETSIZE && (!CPU_ISSET(core, &allowed) || number-- > 0))
		core++;
	CPU_ZERO(&one);
	CPU_SET(core, &one);
	return sched_setaffinity(0, sizeof one, &one);
}

static void run_loop_on_core(struct crew *crew, int worker, int workers)
{
	if (go_to_core(worker) == 0)
		run_loop(crew, worker, workers);
	else
		crew_refuse(crew, tasks_of(crew, worker, workers), "a core");
}

static void work_in_process(struct crew *crew, int worker, int workers)
{
	if (crew->options.way == CREW_ASYNC_PROCESSES) {
		run_loop_on_core(crew, worker, workers);
	} else {
		crew_do(&(struct crew_task){.crew = crew, .number = worker});
		count_switches(crew, 1);
	}
	weigh(crew, worker);
	atomic_fetch_sub(&crew->alive, 1);
	_exit(0);
}

static pid_t start_process(struct crew *crew, int worker, int workers)
{
	pid_t carrier = getpid(), pid;

	be_alive(crew);
	pid = fork();
	if (pid == 0) {
		if (child_die_with(carrier) != 0)
			_exit(DIE_STATUS);
		work_in_process(crew, worker, workers);
	}
	if (pid < 0)
		atomic_fetch_sub(&crew->alive, 1);
	return pid;
}

/* Tasks first, first + workers, first + 2 workers... that are not there for want of a process. */
static int tasks_from(const struct crew *crew, int first, int workers)
{
	int tasks = 0;

	for (int worker = first; worker < workers; worker++)
		tasks += tasks_of(crew, worker, workers);
	return tasks;
}

static void reap(struct crew *crew)
{
	int status;
	pid_t pid;

	for (;;) {
		pid = waitpid(-1, &status, 0);
		if (pid < 0 && errno == EINTR)
			continue;
		if (pid < 0)
			return;
		if (WIFSIGNALED(status))
			crew_explain(crew, "a process ended by %s", strsignal(WTERMSIG(status)));
		else if (WEXITSTATUS(status) != 0)
			crew_explain(crew, "a process ended with status %d", WEXITSTATUS(status));
	}
}

static void run_processes(struct crew *crew, int workers)
{
	for (int worker = 0; worker < workers; worker++)
		if (start_process(crew, worker, workers) < 0) {
			crew_refuse(crew, tasks_from(crew, worker, workers), "a process");
			break;
		}
	reap(crew);
}

/* ---- the carrier ---- */

static void run(struct crew *crew)
{
	int tasks = crew->options.tasks;

	switch (crew->options.way) {
	case CREW_SERIAL:
		run_serial(crew);
		break;
	case CREW_THREADS_ONE_CORE:
		if (stay_here() == 0)
			run_threads(crew);
		else
			crew_refuse(crew, tasks, "one core");
		break;
	case CREW_THREADS:
		run_threads(crew);
		break;
	case CREW_PROCESSES:
		run_processes(crew, tasks);
		break;
	case CREW_COROUTINES:
		run_loop(crew, 0, 1);
		break;
	case CREW_ASYNC_PROCESSES:
		run_processes(crew, tasks < crew_cores() ? tasks : crew_cores());
		break;
	case CREW_WAYS:
		BUG("no way to run a crew");
	}
}

void crew_carry(struct crew *crew)
{
	long before_kib = peak_kib();

	crew->start_ns = clock_ns();
	run(crew);
	crew->growth_kib = peak_kib() - before_kib;
	crew->cpu_ns = cpu_ns(RUSAGE_SELF) + cpu_ns(RUSAGE_CHILDREN) -
		       (double)atomic_load(&crew->weighing_ns);
}
