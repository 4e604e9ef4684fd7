/*
 * crash.c: a crash or an endless loop in the program under test fails its schedule, not the search.
 *
 * Handlers run on a stack of their own (the thread's may be full) and never return into the
 * thread: the engine leaves it for good.
 */
#include "explore/search.h"

#include "base/die.h"
#include "coro/coro.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <ucontext.h>

#define STACK_SIZE 65536
#define TICK_US 100000
#define HANG_TICKS 10 /* without any visible step */

static uintptr_t pc_of(const void *context)
{
	const ucontext_t *registers = context;

#if defined(__x86_64__)
	return (uintptr_t)registers->uc_mcontext.gregs[REG_RIP];
#elif defined(__aarch64__)
	return (uintptr_t)registers->uc_mcontext.pc;
#else
	(void)registers;
	return 0;
#endif
}

/* One further, since places are looked up as those of return addresses. */
static uintptr_t place_of(const void *context)
{
	return pc_of(context) + 1;
}

static const char *reason(int number, const siginfo_t *info)
{
	static char text[128];

	if (number != SIGSEGV && number != SIGBUS)
		snprintf(text, sizeof text, "%s", strsignal(number));
	else if ((uintptr_t)info->si_addr < 4096)
		snprintf(text, sizeof text, "a NULL pointer is used");
	else
		snprintf(text, sizeof text, "a pointer to no memory (%p) is used", info->si_addr);
	return text;
}

static void on_crash(int number, siginfo_t *info, void *context)
{
	if (!engine_self()) { /* not the program's: strike for good when we return */
		signal(number, SIG_DFL);
		return;
	}
	if (number == SIGSEGV && coro_overflowed(info->si_addr))
		engine_crashed(FAILURE_STACK_OVERFLOW, place_of(context), info->si_addr,
			       "the thread's stack of 8 MiB is full: endless recursion?");
	engine_crashed(FAILURE_CRASH, place_of(context), NULL, reason(number, info));
}

static void on_tick(int number, siginfo_t *info, void *context)
{
	static unsigned long pulse;
	static int still;

	(void)number, (void)info;
	if (!engine_self() || engine_pulse() != pulse) {
		pulse = engine_pulse();
		still = 0;
	} else if (++still >= HANG_TICKS) {
		still = 0;
		engine_crashed(FAILURE_HANG, place_of(context), NULL,
			       "a loop goes on without ever touching memory that is shared");
	}
}

static void handle(int number, void (*handler)(int, siginfo_t *, void *))
{
	/* Not blocked meanwhile: the handler may leave without returning. */
	struct sigaction action = {.sa_sigaction = handler,
				   .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER};

	if (sigaction(number, &action, NULL) != 0)
		die_system("cannot watch for crashes");
}

void crash_watch(void)
{
	static const int crashes[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP};
	struct itimerval tick = {{0, TICK_US}, {0, TICK_US}};
	stack_t stack = {.ss_sp = malloc(STACK_SIZE), .ss_size = STACK_SIZE};

	if (!stack.ss_sp || sigaltstack(&stack, NULL) != 0)
		die_system("cannot set up a signal stack");
	for (size_t i = 0; i < sizeof crashes / sizeof *crashes; i++)
		handle(crashes[i], on_crash);
	handle(SIGALRM, on_tick);
	if (setitimer(ITIMER_REAL, &tick, NULL) != 0)
		die_system("cannot set up a timer");
}
