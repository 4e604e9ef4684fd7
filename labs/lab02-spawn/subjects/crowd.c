/* crowd.c: many workers that are alive at the same time (see crowd.h). */
#include "subjects/crowd.h"

#include "base/die.h"
#include "coro/coro.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- what a worker does: say that it is there, and wait ----------------------------------- */

static void pause_for_ever(void *arg)
{
	(void)arg;
	for (;;)
		coro_yield();
}

static void wait_at_gate(const struct crowd *crowd)
{
	char byte;

	if (write(crowd->arrived[1], "", 1) != 1 || read(crowd->gate[0], &byte, 1) < 0)
		die_system("cannot use a pipe");
}

static void *thread_body(void *crowd)
{
	wait_at_gate(crowd);
	return NULL;
}

/* ---- making one: NULL, or the call that failed -------------------------------------------- */

static const char *add_coroutine(struct crowd *crowd)
{
	struct coro *coro = coro_create("worker", pause_for_ever, NULL);

	if (!coro)
		return "coro_create";
	coro_resume(coro);
	crowd->coros[crowd->made] = coro;
	return NULL;
}

static const char *add_thread(struct crowd *crowd)
{
	pthread_t thread;

	errno = pthread_create(&thread, NULL, thread_body, crowd);
	if (errno)
		return "pthread_create";
	errno = pthread_detach(thread); /* it ends with the process */
	return errno ? "pthread_detach" : NULL;
}

static const char *add_fork(struct crowd *crowd)
{
	pid_t pid = bench_fork();

	if (pid < 0)
		return "fork";
	if (pid == 0) {
		close(crowd->gate[1]); /* else the gate would never open */
		wait_at_gate(crowd);
		_exit(0);
	}
	crowd->pids[crowd->made] = pid;
	return NULL;
}

/* A shell does what the others do: says that it is there, and reads. */
static const char *add_shell(struct crowd *crowd)
{
	char shell[] = "/bin/sh", option[] = "-c", script[] = "echo; read line";
	char *argv[] = {shell, option, script, NULL};
	posix_spawn_file_actions_t actions;

	errno = posix_spawn_file_actions_init(&actions);
	if (!errno)
		errno = posix_spawn_file_actions_adddup2(&actions, crowd->gate[0], STDIN_FILENO);
	if (!errno)
		errno = posix_spawn_file_actions_adddup2(&actions, crowd->arrived[1],
							 STDOUT_FILENO);
	if (!errno)
		errno = posix_spawn(&crowd->pids[crowd->made], shell, &actions, NULL, argv, NULL);
	return errno ? "posix_spawn of /bin/sh" : NULL;
}

static const char *add_worker(struct crowd *crowd)
{
	switch (crowd->kind) {
	case WORKER_COROUTINE:
	case WORKER_COROUTINE_FRESH:
		return add_coroutine(crowd);
	case WORKER_THREAD:
		return add_thread(crowd);
	case WORKER_FORK:
		return add_fork(crowd);
	case WORKER_SPAWN:
		return add_shell(crowd);
	case WORKER_VFORK:
		break; /* there is never more than one */
	}
	BUG("no crowd of this kind: %d", (int)crowd->kind);
}

/* ---- all of them ------------------------------------------------------------------------- */

static bool is_coroutines(const struct crowd *crowd)
{
	return crowd->kind == WORKER_COROUTINE || crowd->kind == WORKER_COROUTINE_FRESH;
}

static void await_arrival(const struct crowd *crowd)
{
	char byte;

	for (long i = 0; !is_coroutines(crowd) && i < crowd->made; i++)
		if (read(crowd->arrived[0], &byte, 1) != 1)
			die_system("cannot read from a pipe");
}

/* What they wait at and where they are kept: NULL, or the call that failed. */
static const char *prepare(struct crowd *crowd, long wanted)
{
	crowd->coros = calloc((size_t)wanted, sizeof *crowd->coros);
	crowd->pids = calloc((size_t)wanted, sizeof *crowd->pids);
	if (!crowd->coros || !crowd->pids)
		return "calloc";
	if (pipe2(crowd->gate, O_CLOEXEC) != 0 || pipe2(crowd->arrived, O_CLOEXEC) != 0)
		return "pipe2";
	return NULL;
}

void crowd_make(struct crowd *crowd, enum kind kind, long wanted)
{
	*crowd = (struct crowd){.kind = kind, .gate = {-1, -1}};
	crowd->failed = prepare(crowd, wanted);
	crowd->error = errno;
	while (crowd->made < wanted && !crowd->failed) {
		crowd->failed = add_worker(crowd);
		crowd->error = errno;
		crowd->made += !crowd->failed;
	}
	await_arrival(crowd);
}

void crowd_dismiss(struct crowd *crowd)
{
	if (crowd->gate[1] >= 0 && close(crowd->gate[1]) != 0)
		die_system("cannot open the gate");
	for (long i = 0; i < crowd->made && crowd->pids[i] > 0; i++)
		if (waitpid(crowd->pids[i], NULL, 0) != crowd->pids[i])
			die_system("cannot wait for a process");
}
