/* overflow.c: says which coroutine ran out of stack before the process dies (see coro.h). */
#include "coro/coro.h"

#include "coro/stack.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

/* Signal actions belong to the process, so what was there before is one for all threads. */
static struct sigaction before;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static int install_error;
static pthread_key_t signal_stack;

/* A line put together without stdio, which is not safe in a signal handler. */
struct line {
	char text[512];
	size_t length;
};

static void line_add(struct line *line, const char *text)
{
	while (*text && line->length < sizeof line->text)
		line->text[line->length++] = *text++;
}

static void line_add_number(struct line *line, size_t number)
{
	char digits[24], *first = digits + sizeof digits - 1;

	*first = '\0';
	do
		*--first = (char)('0' + number % 10);
	while ((number /= 10) != 0);
	line_add(line, first);
}

static void say_overflow(const char *name)
{
	struct line line = {.length = 0};

	line_add(&line, program_invocation_short_name);
	line_add(&line, ": coroutine ");
	line_add(&line, name);
	line_add(&line, " overflowed its stack of ");
	line_add_number(&line, coro_stack_size(coro_running()));
	line_add(&line, " bytes: give it more with coro_create_sized, or recurse less\n");
	if (write(STDERR_FILENO, line.text, line.length) < 0)
		return; /* nobody listens; the signal still tells */
}

/* Die of the signal once the handler returns, at the place of the fault. */
static void die_of(int signal_number)
{
	struct sigaction fatal = {.sa_handler = SIG_DFL};

	if (sigaction(signal_number, &fatal, NULL) != 0 || raise(signal_number) != 0)
		_exit(128 + signal_number);
}

static void pass_on(int signal_number, siginfo_t *info, void *context)
{
	if (before.sa_flags & SA_SIGINFO)
		before.sa_sigaction(signal_number, info, context);
	else if (before.sa_handler != SIG_DFL && before.sa_handler != SIG_IGN)
		before.sa_handler(signal_number);
	else if (before.sa_handler == SIG_DFL || info->si_code > 0)
		die_of(signal_number); /* a fault (code above 0) cannot be ignored */
}

static void on_fault(int signal_number, siginfo_t *info, void *context)
{
	const char *name = coro_overflowed(info->si_addr);

	if (name)
		say_overflow(name);
	/* Whoever keeps account of crashes wants to hear of this one, too. */
	pass_on(signal_number, info, context);
}

static void drop_signal_stack(void *stack)
{
	stack_t none = {.ss_flags = SS_DISABLE};

	if (sigaltstack(&none, NULL) == 0)
		stack_drop(stack);
}

static void install(void)
{
	struct sigaction action = {.sa_sigaction = on_fault, .sa_flags = SA_SIGINFO | SA_ONSTACK};

	sigemptyset(&action.sa_mask);
	install_error = pthread_key_create(&signal_stack, drop_signal_stack);
	if (install_error == 0 && sigaction(SIGSEGV, &action, &before) != 0)
		install_error = errno;
}

/* A handler needs room to run in, and the stack that overflowed has none. */
static int make_signal_stack(void)
{
	struct stack *stack = stack_get(STACK_SMALLEST);
	stack_t ours;

	if (!stack)
		return -1;
	ours = (stack_t){.ss_sp = stack_bottom(stack), .ss_size = stack_size(stack)};
	errno = pthread_setspecific(signal_stack, stack);
	if (errno == 0 && sigaltstack(&ours, NULL) == 0)
		return 0;
	(void)pthread_setspecific(signal_stack, NULL); /* to forget cannot fail */
	stack_drop(stack);
	return -1;
}

int coro_catch_overflow(void)
{
	stack_t present;

	pthread_once(&once, install);
	if (install_error) {
		errno = install_error;
		return -1;
	}
	if (sigaltstack(NULL, &present) != 0)
		return -1;
	/* One that is there already belongs to somebody (AddressSanitizer, an earlier call). */
	return present.ss_flags & SS_DISABLE ? make_signal_stack() : 0;
}
