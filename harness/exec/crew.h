/*
 * crew.h: the same tasks in every way: one after another, as threads, as processes, as coroutines, and
 * as coroutines in one process per core. What is compared is the way, never the work.
 *
 *   static void task(void *arg, int number)
 *   {
 *           crew_compute(3000000);
 *           crew_sleep(10000000);
 *   }
 *
 *   struct crew_options options = {.way = CREW_THREADS, .tasks = 8, .deadline_ms = 10000};
 *   struct crew_report report;
 *
 *   if (crew_run(&options, task, NULL, &report) != 0)
 *           puts(report.missing);
 *
 * Each run happens in a forked carrier process: a task that crashes or hangs costs that run and
 * nothing else, and what tasks write is seen by the caller only in shared memory (exec_block_open).
 * Tasks start as they are created; there is no barrier.
 */
#ifndef EXEC_CREW_H
#define EXEC_CREW_H

#include "measure/timeline.h"

#include <stdbool.h>
#include <stdint.h>

enum crew_way {
	CREW_SERIAL,
	CREW_THREADS_ONE_CORE, /* all pinned to one core */
	CREW_THREADS,
	CREW_PROCESSES,
	CREW_COROUTINES, /* of one thread, with an event loop (coro/loop.h) */
	CREW_ASYNC_PROCESSES, /* a process on each allowed core, with an event loop; tasks dealt in turn */
	CREW_WAYS
};

/* "serial", "threads on one core", "threads", "processes", "coroutines", "async x processes" */
const char *crew_way_name(enum crew_way way);

/* A task; `task` is 0 .. tasks - 1. */
typedef void crew_body(void *arg, int task);

struct crew_options {
	enum crew_way way;
	int tasks;		   /* 1 or more */
	int deadline_ms;	   /* for the whole run; 0: a minute */
	struct timeline *timeline; /* in shared memory, with a part for each task; or NULL */
};

struct crew_report {
	int64_t elapsed_ns; /* from before the first is created until the last has returned */
	double cpu_ns;	    /* of all tasks, and of creating and ending them */
	long voluntary, involuntary; /* switches the kernel counted in the tasks' threads */
	long coroutine_switches;     /* between coroutines and their loop, in either direction */
	/*
	 * By how much memory grew at its peak: resident pages, where processes count only what they
	 * do not share. Without what the kernel itself holds. -1: unknown.
	 */
	long memory_kib;
	int finished;	   /* tasks that returned */
	int refused;	   /* tasks for which the system refused something */
	int code;	   /* errno of the first refusal; ETIMEDOUT: the deadline; else 0 */
	char missing[160]; /* why not all have finished, in a few words; "": all have */
};

/*
 * Run body(arg, 0) ... body(arg, tasks - 1). The caller must be single-threaded (it forks), and gets
 * all orphans below it until it ends (PR_SET_CHILD_SUBREAPER). On return every worker is reaped, also
 * after the deadline. When the system refuses a worker, those that were there run on to their end, and
 * the others are counted as refused.
 * Returns 0 when all have finished; else -1, and the report says why.
 */
int crew_run(const struct crew_options *options, crew_body *body, void *arg,
	     struct crew_report *report);

/* Cores that this process may use. */
int crew_cores(void);

/* ---- from inside a task, the same in every way ---- */

/*
 * Compute for about so many nanoseconds, never waiting, never pausing. It is an amount of work, not of
 * time: on a core that is shared by two it takes twice as long. What the amount is for a nanosecond
 * is measured once, by the first crew_run, or taken from the environment: see crew_share_rate.
 */
void crew_compute(int64_t ns);

/* Wait at least so long: the task's thread sleeps, or other coroutines go on. */
void crew_sleep(int64_t ns);

/*
 * Wait until a descriptor is readable (or its other end has gone), for `timeout_ns` at most; negative:
 * for as long as it takes. Returns 0, or -1 with errno set (ETIMEDOUT...).
 */
int crew_wait_readable(int fd, int64_t timeout_ns);

/*
 * Call call(arg), which may block the task's thread (it takes a lock, say): on record that is a wait.
 * Coroutines of its loop are blocked with it.
 */
void crew_block(void (*call)(void *arg), void *arg);

/* Let others go on: coroutines of this loop, or whom the kernel likes. */
void crew_pause(void);

/*
 * The system refused the task what it needs: a call has just failed with errno. The task is counted
 * as refused instead of finished; it returns after this.
 */
void crew_refused(const char *call);

/* How many tasks of this crew have been refused so far: not to wait for those that will never come. */
int crew_refusals(void);

/* What share of crew_compute's time goes into watching the core, when there is a timeline: measured now. */
double crew_watch_share(void);

/* ---- for programs that start others whose figures are compared ---- */

/*
 * Measure now what work a nanosecond is, and put it in the environment (CREW_RATE): programs that are
 * started from here take it from there, so that the work is the same in all of them.
 */
void crew_share_rate(void);

#endif
