/* create.c: from making a worker that does nothing to having seen it end (see worker.h). */
#include "subjects/worker.h"

#include "base/die.h"
#include "coro/coro.h"
#include "measure/clock.h"

#include <errno.h>
#include <pthread.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define PROGRAM "/bin/true"

/* The pool keeps no stack as large as this one (coro/stack.h). Only what is touched costs memory. */
#define LARGE_STACK ((size_t)128 * 1024 * 1024)

const char *const create_extras[] = {"page-faults", NULL};

static void do_nothing(void *arg)
{
	(void)arg;
}

static void *return_at_once(void *arg)
{
	return arg;
}

static const char *run_coroutine(size_t stack)
{
	struct coro *coro = coro_create_sized("worker", do_nothing, NULL, stack);

	if (!coro)
		return "coro_create";
	coro_resume(coro);
	coro_destroy(coro);
	return NULL;
}

static const char *run_thread(void)
{
	pthread_t thread;

	errno = pthread_create(&thread, NULL, return_at_once, NULL);
	if (errno)
		return "pthread_create";
	errno = pthread_join(thread, NULL);
	return errno ? "pthread_join" : NULL;
}

static const char *await(pid_t pid, const char *call)
{
	if (pid < 0)
		return call;
	return waitpid(pid, NULL, 0) == pid ? NULL : "waitpid";
}

static const char *run_fork(void)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(0);
	return await(pid, "fork");
}

/* DOC: vfork. The child runs in the parent's memory, on its stack: all it may do is end, or exec. */
static const char *run_vfork(void)
{
	pid_t pid = vfork();

	if (pid == 0)
		_exit(0);
	return await(pid, "vfork");
}

static const char *run_spawn(void)
{
	char name[] = PROGRAM;
	char *argv[] = {name, NULL};
	pid_t pid;

	errno = posix_spawn(&pid, name, NULL, NULL, argv, NULL);
	return await(errno ? -1 : pid, "posix_spawn of " PROGRAM);
}

const char *worker_make_and_await(enum kind kind)
{
	switch (kind) {
	case WORKER_COROUTINE:
		return run_coroutine(CORO_STACK_SIZE);
	case WORKER_COROUTINE_FRESH:
		return run_coroutine(LARGE_STACK);
	case WORKER_THREAD:
		return run_thread();
	case WORKER_FORK:
		return run_fork();
	case WORKER_VFORK:
		return run_vfork();
	case WORKER_SPAWN:
		return run_spawn();
	}
	BUG("no such kind of worker: %d", (int)kind);
}

/* Pages that had to be found on first touch, by us and by the children that have ended. */
static long count_faults(void)
{
	struct rusage self, children;

	if (getrusage(RUSAGE_SELF, &self) != 0 || getrusage(RUSAGE_CHILDREN, &children) != 0)
		die_system("cannot count page faults");
	return self.ru_minflt + children.ru_minflt;
}

void measure_create(const struct lab_question *question, struct lab_sample *sample)
{
	const struct worker *worker = question->subject->argument;
	double count = (double)question->count;
	long faults = count_faults();
	int64_t start = clock_ns();

	for (long i = 0; i < question->count; i++) {
		const char *failed = worker_make_and_await(worker->kind);

		if (failed) {
			bench_refused(sample, failed);
			return;
		}
	}
	sample->value = (double)(clock_ns() - start) / count;
	sample->extra[0] = (double)(count_faults() - faults) / count;
}
