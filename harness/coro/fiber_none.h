/* fiber_none.h: fiber.h for builds without a sanitizer: nobody to tell. */
#ifndef CORO_FIBER_NONE_H
#define CORO_FIBER_NONE_H

#include <stdbool.h>
#include <stddef.h>

#define FIBER_CAN_PARK 1
#define FIBER_RACES_SHOW 0

struct fiber {
	char unused;
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
	(void)fiber, (void)name;
}

static inline void fiber_end(struct fiber *fiber, void *stack, size_t size)
{
	(void)fiber, (void)stack, (void)size;
}

static inline void fiber_enter(struct fiber *fiber, void *stack, size_t size)
{
	(void)fiber, (void)stack, (void)size;
}

static inline void fiber_entered(struct fiber *fiber)
{
	(void)fiber;
}

static inline void fiber_leave(struct fiber *fiber, bool ended)
{
	(void)fiber, (void)ended;
}

static inline void fiber_left(struct fiber *fiber)
{
	(void)fiber;
}

#endif
