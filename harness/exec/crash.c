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

#define SIGNAL_STACK_SIZE ((size_t)64 * 1024)

static struct control *current;
static _Thread_local int self = -1;

static int running_worker(void)
{
	struct coro *coro = coro_running();

	return coro ? (int)(intptr_t)coro_arg(coro) : self;
}

static void say_overflow(const void *address)
{
	char text[160];
	const char *name = coro_overflowed(address);
	int length;

	if (!name)
		return;
	length = snprintf(text, sizeof text, "coroutine %s overflowed its stack\n", name);
	if (write(STDERR_FILENO, text, (size_t)length) != length)
		return;
}

/* Record the worker, then die of the same signal: SA_RESETHAND has restored its default. */
static void on_crash(int number, siginfo_t *info, void *context)
{
	int worker = running_worker();

	(void)context;
	if (worker >= 0)
		atomic_store(&current->slot[worker].crash_signal, number);
	if (number == SIGSEGV)
		say_overflow(info->si_addr);
	raise(number);
}

/* A thread whose stack is gone can still run a handler, but only on another stack. */
static void use_signal_stack(void)
{
	static _Thread_local bool has_one;
	stack_t stack = {.ss_size = SIGNAL_STACK_SIZE};

	if (has_one)
		return;
	has_one = true;
	stack.ss_sp = mmap(NULL, stack.ss_size, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (stack.ss_sp == MAP_FAILED || sigaltstack(&stack, NULL) != 0)
		die_system("cannot set up a signal stack");
}

void crash_thread(int worker)
{
	self = worker;
	use_signal_stack();
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
	struct sigaction action = {.sa_sigaction = on_crash};

	current = control;
	action.sa_flags = SA_SIGINFO | SA_ONSTACK | (int)SA_RESETHAND;
	for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
		if (sigaction(signals[i], &action, NULL) != 0)
			die_system("sigaction");
	if (atexit(on_exit_call) != 0)
		die_system("atexit");
}
