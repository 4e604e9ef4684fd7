/*
 * fiber_asan.h: fiber.h for AddressSanitizer builds.
 *
 * ASan must know the bounds of the stack it is on, and keeps "fake" frames of a stack elsewhere to
 * catch uses after return. Its leak checker must know where pointers may lie.
 */
#ifndef CORO_FIBER_ASAN_H
#define CORO_FIBER_ASAN_H

#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#include <sanitizer/lsan_interface.h>
#include <stdbool.h>
#include <stddef.h>

#define FIBER_CAN_PARK 1
#define FIBER_RACES_SHOW 0

struct fiber {
	void *fake;	    /* the coroutine's fake frames while it waits */
	void *resumer_fake; /* the resumer's */
	const void *resumer_stack;
	size_t resumer_size;
};

static inline void fiber_open(struct fiber *fiber, void *stack, size_t size)
{
	(void)fiber;
	__lsan_register_root_region(stack, size);
}

static inline void fiber_close(struct fiber *fiber, void *stack, size_t size)
{
	(void)fiber;
	__lsan_unregister_root_region(stack, size);
}

static inline void fiber_begin(struct fiber *fiber, const char *name)
{
	(void)fiber, (void)name;
}

static inline void fiber_enter(struct fiber *fiber, void *stack, size_t size)
{
	__sanitizer_start_switch_fiber(&fiber->resumer_fake, stack, size);
}

static inline void fiber_entered(struct fiber *fiber)
{
	__sanitizer_finish_switch_fiber(fiber->fake, &fiber->resumer_stack, &fiber->resumer_size);
	fiber->fake = NULL;
}

static inline void fiber_leave(struct fiber *fiber, bool ended)
{
	/* NULL in place of somewhere to keep them frees the fake frames. */
	__sanitizer_start_switch_fiber(ended ? NULL : &fiber->fake, fiber->resumer_stack,
				       fiber->resumer_size);
}

static inline void fiber_left(struct fiber *fiber)
{
	__sanitizer_finish_switch_fiber(fiber->resumer_fake, NULL, NULL);
}

static inline void fiber_end(struct fiber *fiber, void *stack, size_t size)
{
	/*
	 * Only its owner can free fake frames: pretend to enter the coroutine and to leave it for
	 * good. And its frames left poisoned zones behind that the next one must not run into.
	 */
	if (fiber->fake) {
		fiber_enter(fiber, stack, size);
		fiber_entered(fiber);
		fiber_leave(fiber, true);
		fiber_left(fiber);
	}
	__asan_unpoison_memory_region(stack, size);
}

#endif
