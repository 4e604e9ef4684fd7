/*
 * fiber_tsan.h: fiber.h for ThreadSanitizer builds.
 *
 * TSan keeps a call stack and a vector clock per thread, and one more of each per announced fiber.
 * We switch with flag 0: what one coroutine did before a switch happens before what the next does
 * after it, which is the truth of coroutines that share a thread.
 *
 * A fiber costs about 13 us to make, and still does not stay with its pooled stack: to TSan it is a
 * thread, and after a fork in a program of many threads TSan is no use in the child.
 */
#ifndef CORO_FIBER_TSAN_H
#define CORO_FIBER_TSAN_H

#include <sanitizer/tsan_interface.h>
#include <stdbool.h>
#include <stddef.h>

/*
 * TSan notes the entry and exit of every function. A function that switches fibers in between
 * would be entered in one and left in another: such functions must dissolve in their callers.
 */
#define FIBER_DISSOLVE static inline __attribute__((always_inline))

#define FIBER_CAN_PARK 0
#define FIBER_RACES_SHOW 1

struct fiber {
	void *self;
	void *resumer;
};

static inline void fiber_open(struct fiber *fiber, void *stack, size_t size)
{
	(void)fiber, (void)stack, (void)size;
}

static inline void fiber_close(struct fiber *fiber, void *stack, size_t size)
{
	(void)fiber, (void)stack, (void)size;
}

static inline void fiber_begin(struct fiber *fiber, const char *name)
{
	fiber->self = __tsan_create_fiber(0);
	__tsan_set_fiber_name(fiber->self, name);
}

static inline void fiber_end(struct fiber *fiber, void *stack, size_t size)
{
	(void)stack, (void)size;
	__tsan_destroy_fiber(fiber->self);
}

FIBER_DISSOLVE void fiber_enter(struct fiber *fiber, void *stack, size_t size)
{
	(void)stack, (void)size;
	fiber->resumer = __tsan_get_current_fiber();
	__tsan_switch_to_fiber(fiber->self, 0);
}

static inline void fiber_entered(struct fiber *fiber)
{
	(void)fiber;
}

FIBER_DISSOLVE void fiber_leave(struct fiber *fiber, bool ended)
{
	(void)ended;
	__tsan_switch_to_fiber(fiber->resumer, 0);
}

static inline void fiber_left(struct fiber *fiber)
{
	(void)fiber;
}

#endif
