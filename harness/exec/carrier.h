/*
 * carrier.h: what the carrier process and its supervisor share during one run.
 *
 *   supervisor (the caller of exec_run) -- forks --> carrier -- makes --> workers
 *
 * The carrier runs the workers under a model; the supervisor only waits, kills and reports.
 */
#ifndef EXEC_CARRIER_H
#define EXEC_CARRIER_H

#include "exec/exec.h"

#include <stdatomic.h>

enum stage { STAGE_UNBORN, STAGE_WAITING, STAGE_RUNNING, STAGE_DONE };

/* A worker's record. Its own cache line: workers must not disturb each other by reporting. */
struct slot {
	_Alignas(64) _Atomic int stage;
	_Atomic int crash_signal; /* set by the signal handler of the worker that crashed */
	_Atomic int wait_status;  /* process models: what waitpid said, once `reaped` */
	_Atomic bool reaped;
	_Atomic bool called_exit;
	_Atomic bool unpinned; /* pinning was asked for and refused */
	int64_t start_ns, stop_ns;
	long voluntary, involuntary;
};

/* In shared memory, so that it outlives whatever happens to the carrier. */
struct control {
	struct exec_options options;
	exec_body *body;
	void *shared;
	_Atomic int judge_stage;
	_Atomic int arrived; /* at the start barrier */
	_Atomic int refused; /* errno of a pthread_create or fork that failed, or 0 */
	long coroutine_switches;
	struct slot slot[];
};

/* Run all workers in this (carrier) process and exit. */
_Noreturn void carrier_main(struct control *control);

/* The four ways to run the workers; each returns when all have ended. */
void carrier_run_serial(struct control *control);
void carrier_run_threads(struct control *control);
void carrier_run_processes(struct control *control);
void carrier_run_coroutines(struct control *control);

/* One worker's life: record it, pass the barrier, run the body. */
void worker_start(struct control *control, int worker); /* up to the barrier, included */
void worker_run(struct control *control, int worker);	/* the body, timed */

/* Add this thread's context switches so far, times `sign`, to the slot. */
void worker_count_switches(struct slot *slot, int sign);

/* Do all workers of this model share one thread? */
static inline bool carrier_is_one_thread(const struct control *control)
{
	enum exec_model model = control->options.model;

	return model == EXEC_SERIAL || model == EXEC_COROUTINES;
}

/* Which worker a crash in this thread belongs to; crash.c asks and records. */
void crash_catch(struct control *control); /* install handlers in this process */
void crash_thread(int worker);		   /* this thread is `worker` from now on */

#endif
