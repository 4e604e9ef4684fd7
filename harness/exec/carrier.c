/* carrier.c: the carrier process runs the workers under one of the models (see carrier.h). */
#include "exec/block.h"
#include "exec/carrier.h"

#include "base/child.h"
#include "base/die.h"
#include "coro/sched.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

struct thread_start {
	struct control *control;
	int worker;
};

void carrier_run_serial(struct control *control)
{
	atomic_store(&control->arrived, control->options.workers); /* nobody to wait for */
	worker_count_switches(&control->slot[0], -1);
	for (int worker = 0; worker < control->options.workers; worker++) {
		crash_thread(worker);
		worker_start(control, worker);
		worker_run(control, worker);
	}
	worker_count_switches(&control->slot[0], +1);
}

static void *thread_main(void *arg)
{
	struct thread_start *start = arg;

	crash_thread(start->worker);
	worker_start(start->control, start->worker);
	worker_run(start->control, start->worker);
	return NULL;
}

/* Some worker cannot be made: say why and leave; those at the barrier die with this process. */
static _Noreturn void refuse(struct control *control, int error)
{
	atomic_store(&control->refused, error);
	_exit(0);
}

void carrier_run_threads(struct control *control)
{
	int workers = control->options.workers;
	pthread_t *thread = calloc((size_t)workers, sizeof *thread);
	struct thread_start *start = calloc((size_t)workers, sizeof *start);

	if (!thread || !start)
		refuse(control, ENOMEM);
	for (int i = 0; i < workers; i++) {
		int error;

		start[i] = (struct thread_start){control, i};
		error = pthread_create(&thread[i], NULL, thread_main, &start[i]);
		if (error)
			refuse(control, error);
	}
	for (int i = 0; i < workers; i++) {
		int error = pthread_join(thread[i], NULL);

		if (error)
			BUG("pthread_join: %d", error);
	}
	free(start);
	free(thread);
}

static _Noreturn void process_main(struct control *control, int worker, pid_t carrier)
{
	if (child_die_with(carrier) != 0)
		_exit(DIE_STATUS);
	if (control->options.model == EXEC_PRIVATE && block_make_private(control->shared) != 0)
		refuse(control, errno);
	crash_thread(worker);
	worker_start(control, worker);
	worker_run(control, worker);
	fflush(NULL);
	_exit(0);
}

static void reap(struct control *control, const pid_t *pids)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, 0)) > 0 || (pid < 0 && errno == EINTR)) {
		for (int i = 0; i < control->options.workers; i++) {
			if (pids[i] != pid)
				continue;
			atomic_store(&control->slot[i].wait_status, status);
			atomic_store(&control->slot[i].reaped, true);
		}
		/* A worker that died before the barrier would keep the others there for ever. */
		if (atomic_load(&control->refused))
			_exit(0);
	}
}

void carrier_run_processes(struct control *control)
{
	int workers = control->options.workers;
	pid_t *pids = calloc((size_t)workers, sizeof *pids);
	pid_t self = getpid();

	if (!pids)
		refuse(control, ENOMEM);
	for (int i = 0; i < workers; i++) {
		pids[i] = fork();
		if (pids[i] < 0)
			refuse(control, errno);
		if (pids[i] == 0)
			process_main(control, i, self);
	}
	reap(control, pids);
	free(pids);
}

/* One run a process. Not on the stack: leak checkers do not look at stacks that wait. */
static struct {
	struct control *control;
	struct sched *sched;
	char (*name)[24];
} coroutines;

static void coroutine_main(void *arg)
{
	int worker = (int)(intptr_t)arg;

	worker_start(coroutines.control, worker);
	worker_run(coroutines.control, worker);
}

static void spawn_coroutine(struct control *control, int worker)
{
	char *name = coroutines.name[worker];

	snprintf(name, sizeof *coroutines.name, "worker %d", worker);
	if (!sched_spawn(coroutines.sched, name, coroutine_main, (void *)(intptr_t)worker))
		refuse(control, errno);
}

void carrier_run_coroutines(struct control *control)
{
	int workers = control->options.workers;
	unsigned long before = coro_switches();

	coroutines.control = control;
	coroutines.sched = sched_create();
	coroutines.name = calloc((size_t)workers, sizeof *coroutines.name);
	if (!coroutines.sched || !coroutines.name)
		refuse(control, ENOMEM);
	/* They cannot wait for each other at the start barrier: they share one thread. */
	atomic_store(&control->arrived, workers);
	crash_thread(-1);
	for (int i = 0; i < workers; i++)
		spawn_coroutine(control, i);
	worker_count_switches(&control->slot[0], -1);
	sched_run(coroutines.sched);
	worker_count_switches(&control->slot[0], +1);
	control->coroutine_switches = (long)(coro_switches() - before);
	sched_destroy(coroutines.sched);
	free(coroutines.name);
}

/* Alone now: nobody else can touch the state, unless a worker left something running. */
static void judge(struct control *control)
{
	for (int i = 0; i < control->options.workers; i++)
		if (atomic_load(&control->slot[i].stage) != STAGE_DONE)
			return;
	atomic_store(&control->judge_stage, STAGE_RUNNING);
	control->options.judge(control->shared);
	atomic_store(&control->judge_stage, STAGE_DONE);
}

void carrier_main(struct control *control)
{
	static void (*const run[EXEC_MODELS])(struct control *) = {
		[EXEC_SERIAL] = carrier_run_serial,	    [EXEC_THREADS] = carrier_run_threads,
		[EXEC_PROCESSES] = carrier_run_processes,   [EXEC_PRIVATE] = carrier_run_processes,
		[EXEC_COROUTINES] = carrier_run_coroutines,
	};

	crash_catch(control);
	run[control->options.model](control);
	if (control->options.judge)
		judge(control);
	fflush(NULL);
	_exit(0);
}
