/* crash.c: which worker was it? A crash is recorded by a signal handler (see carrier.h). */
#include "exec/carrier.h"

#include "base/die.h"
#include "coro/coro.h"

#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static struct control *current;
static _Thread_local int self = -1;

static int running_worker(void)
{
	struct coro *coro = coro_running();

	return coro ? (int)(intptr_t)coro_arg(coro) : self;
}

/* Record the worker, then die of the same signal. */
static void on_crash(int number)
{
	int worker = running_worker();

	if (worker >= 0)
		atomic_store(&current->slot[worker].crash_signal, number);
	/* It is blocked while we handle it, and strikes for good when we return. */
	if (signal(number, SIG_DFL) == SIG_ERR || raise(number) != 0)
		_exit(128 + number);
}

void crash_thread(int worker)
{
	self = worker;
	/* For its signal stack: a thread whose stack is gone can run a handler only on another. */
	if (coro_catch_overflow() != 0)
		die_system("cannot set up a signal stack");
}

/* exit() runs this in the thread that called it, which tells us who that was. */
static void on_exit_call(void)
{
	int worker = running_worker();

	if (worker >= 0)
		atomic_store(&current->slot[worker].called_exit, true);
}

void crash_catch(struct control *control)
{
	static const int signals[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP, SIGSYS};
	struct sigaction action = {.sa_handler = on_crash, .sa_flags = SA_ONSTACK};

	current = control;
	for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
		if (sigaction(signals[i], &action, NULL) != 0)
			die_system("sigaction");
	/* Comes after, so that it is asked first; it names the coroutine and passes on to ours. */
	if (coro_catch_overflow() != 0)
		die_system("cannot catch stack overflows");
	if (atexit(on_exit_call) != 0)
		die_system("atexit");
}
