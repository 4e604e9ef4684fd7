/*
 * switch.h: leave one stack and go on on another.
 *
 * The one part of the room that is written per machine. Exactly one of switch_x86_64.S,
 * switch_aarch64.S and switch_ucontext.c is linked; all three provide the symbols below.
 *
 * A context is a stack that waits: everything that the ABI lets a function expect to find
 * unchanged after a call (stack pointer, callee-saved registers, where to go on) lies on the
 * stack itself, and the context is a pointer to it. The rest of the registers a compiler gives up
 * at any call, and switch_to is a call. Floating-point control state is not switched: see
 * coro_keep_fp_control.
 */
#ifndef CORO_SWITCH_H
#define CORO_SWITCH_H

#include <stddef.h>

/*
 * Make a context that will run entry() on the `size` bytes at `stack`, whose end is a multiple of
 * 16. entry must never return: it leaves for good by switching away.
 */
void *switch_prepare(void *stack, size_t size, void (*entry)(void));

/*
 * Store the context of the caller in *from and go on with `to`. Returns when somebody switches to
 * what was stored. A context is good for one switch.
 */
void switch_to(void **from, void *to);

/* Which of the three this is: "x86_64", "aarch64" or "ucontext". */
extern const char switch_name[];

#endif
