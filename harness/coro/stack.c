/* stack.c: pooled stacks (see stack.h). */
#include "coro/stack.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

_Thread_local struct stack_pool stack_pool;

static pthread_key_t thread_end;
static bool thread_end_works;

/*
 * Stacks end in different places of their last page. If all ended in the same place, what a switch
 * touches of each would fall into the same few sets of the cache, and a crowd of coroutines would
 * push each other out of it. (J. Bonwick, "The Slab Allocator", USENIX 1994, section 4.3.)
 */
#define COLOURS 8u
#define COLOUR ((size_t)128) /* bytes: the header's first line and that of the first frame */

_Static_assert(STACK_HEADER + COLOURS * COLOUR <= 2048, "half of a page is left for frames");

static size_t round_to_page(size_t bytes)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);

	return (bytes + page - 1) & ~(page - 1);
}

/*
 * The mapping: guard, usable bytes, and a header that takes less than a page, whatever its colour.
 * The first page in use holds the header and the first frames: one page fault a stack.
 */
static size_t mapped_size(size_t usable)
{
	return round_to_page(STACK_GUARD + usable + STACK_HEADER + COLOURS * COLOUR);
}

static char *mapped_end(struct stack *stack)
{
	return (char *)round_to_page((uintptr_t)stack + STACK_HEADER);
}

/* Neighbours differ. */
static size_t colour_of(const char *memory, size_t size)
{
	return (uintptr_t)memory / size % COLOURS * COLOUR;
}

void stack_drop(struct stack *stack)
{
	size_t size = mapped_size(stack_size(stack));

	fiber_close(&stack->fiber, stack_bottom(stack), stack_size(stack));
	/* Fails only when the kernel is out of map entries; then the stack stays, unused. */
	(void)munmap(mapped_end(stack) - size, size);
}

static struct stack *stack_map(unsigned rank)
{
	size_t size = mapped_size(STACK_SMALLEST << rank);
	char *memory = mmap(NULL, size, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
	struct stack *stack;

	if (memory == MAP_FAILED)
		return NULL;
	if (mprotect(memory, STACK_GUARD, PROT_NONE) != 0) {
		(void)munmap(memory, size);
		errno = ENOMEM;
		return NULL;
	}
	stack = (void *)(memory + size - STACK_HEADER - colour_of(memory, size));
	stack->rank = (unsigned char)rank;
	fiber_open(&stack->fiber, stack_bottom(stack), stack_size(stack));
	return stack;
}

static void pool_close(void *unused)
{
	(void)unused;
	for (unsigned rank = 0; rank < STACK_RANKS; rank++) {
		stack_pool.room[rank] = 0;
		while (stack_pool.kept[rank]) {
			struct stack *stack = stack_pool.kept[rank];

			stack_pool.kept[rank] = stack->next;
			stack_drop(stack);
		}
	}
}

static void make_thread_end(void)
{
	thread_end_works = pthread_key_create(&thread_end, pool_close) == 0;
}

/* Without the promise to be told of the thread's end, the pool keeps nothing. */
static void pool_open(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	stack_pool.is_open = true;
	pthread_once(&once, make_thread_end);
	if (!thread_end_works || pthread_setspecific(thread_end, &stack_pool) != 0)
		return;
	for (unsigned rank = 0; rank < STACK_RANKS; rank++)
		stack_pool.room[rank] = (int)((STACK_KEPT / STACK_SMALLEST) >> rank);
}

struct stack *stack_get(size_t size)
{
	struct stack *stack = stack_reuse(size);
	unsigned rank = stack_rank(size);

	if (stack)
		return stack;
	if (rank == STACK_RANKS) {
		errno = ENOMEM;
		return NULL;
	}
	if (!stack_pool.is_open)
		pool_open();
	return stack_map(rank);
}
