/*
 * stack.h: stacks for coroutines, with a guard below, kept for reuse.
 *
 *     low                                                                     high addresses
 *     | guard: no access | ... unused | frames of the coroutine | header, its owner's record |
 *                                              grows <-
 *
 * Mapping a stack costs two system calls and a page fault; taking one from the pool costs a few
 * instructions. Each thread has a pool of its own, because coroutines stay in their thread: no
 * locks, no shared cache lines. The pool is emptied when the thread ends.
 */
#ifndef CORO_STACK_H
#define CORO_STACK_H

#include "coro/fiber.h"

#include <stdbool.h>
#include <stddef.h>

/* Sizes come in powers of two from here on. */
#define STACK_SMALLEST ((size_t)64 * 1024)
#define STACK_RANKS 24u

/* Wider than a page, so that a function with a large local array does not step across it. */
#define STACK_GUARD ((size_t)64 * 1024)

/* What a thread's pool keeps of each size at most, in bytes of address space. */
#define STACK_KEPT ((size_t)64 * 1024 * 1024)

/* Bytes at the end of a stack for the record of its owner, which begins with a struct stack. */
#define STACK_HEADER 192

struct stack {
	struct stack *next; /* in the pool */
	short rank;	    /* of STACK_SMALLEST << rank bytes */
	struct fiber fiber;
};

/* A thread's pool: used by the functions below alone. */
struct stack_pool {
	struct stack *kept[STACK_RANKS];
	int room[STACK_RANKS]; /* for how many more; 0 in a new thread */
	bool is_open;
};

extern _Thread_local struct stack_pool stack_pool __attribute__((tls_model("initial-exec")));

/*
 * A stack of at least `size` bytes; NULL with errno ENOMEM. Its header is zero when the stack is
 * new, and as stack_put found it when it comes from the pool.
 */
struct stack *stack_get(size_t size);

/* Give it back to the system: for who has used it in a way that its next owner must not see. */
void stack_drop(struct stack *stack);

/* Usable bytes (a multiple of 64) and their lowest address; they end where the header begins. */
static inline size_t stack_size(const struct stack *stack)
{
	return STACK_SMALLEST << stack->rank;
}

static inline char *stack_bottom(const struct stack *stack)
{
	return (char *)stack - stack_size(stack);
}

static inline unsigned stack_rank(size_t size)
{
	unsigned rank = 0;

	while (rank < STACK_RANKS && STACK_SMALLEST << rank < size)
		rank++;
	return rank;
}

/* What stack_get returns if it is in the pool, else NULL. */
static inline struct stack *stack_reuse(size_t size)
{
	unsigned rank = stack_rank(size);
	struct stack *stack = rank < STACK_RANKS ? stack_pool.kept[rank] : NULL;

	if (stack) {
		stack_pool.kept[rank] = stack->next;
		stack_pool.room[rank]++;
	}
	return stack;
}

/* Give it back, in the thread that got it. The pool keeps what lies in its header and below. */
static inline void stack_put(struct stack *stack)
{
	if (stack_pool.room[stack->rank] == 0) {
		stack_drop(stack);
		return;
	}
	stack->next = stack_pool.kept[stack->rank];
	stack_pool.kept[stack->rank] = stack;
	stack_pool.room[stack->rank]--;
}

#endif
