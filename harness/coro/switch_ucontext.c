/*
 * switch_ucontext.c: the switch for all other machines, on top of swapcontext(3) (see switch.h).
 *
 * Correct everywhere, and slow: swapcontext also switches the signal mask, which takes a system
 * call each time.
 */
#include "coro/switch.h"

#include "base/die.h"

#include <ucontext.h>

const char switch_name[] = "ucontext";

void *switch_prepare(void *stack, size_t size, void (*entry)(void))
{
	/* The record takes the end of the stack, the frames begin below it. */
	size_t left = (size - sizeof(ucontext_t)) & ~(size_t)63;
	ucontext_t *context = (void *)((char *)stack + left);

	if (getcontext(context) != 0)
		die_system("getcontext");
	context->uc_stack.ss_sp = stack;
	context->uc_stack.ss_size = left;
	context->uc_link = NULL;
	makecontext(context, entry, 0);
	return context;
}

void switch_to(void **from, void *to)
{
	/* Lives on the stack that waits, like the registers that the assembly versions push. */
	ucontext_t here;

	/* cppcheck-suppress autoVariables ; whoever switches back finds it still there */
	*from = &here;
	if (swapcontext(&here, to) != 0)
		die_system("swapcontext");
}
