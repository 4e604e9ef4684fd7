/*
 * leaks.c: at the end of a schedule: is there memory that nobody can free any more?
 *
 * As LeakSanitizer does, and for the same reason: a block is lost if no word of what can be reached
 * looks like a pointer into it. A block that is still pointed to when the program ends is no leak.
 * Unlike there, every schedule can be asked: also the one in which a thread loses a race and drops
 * what it had prepared.
 */
#include "explore/world/heap.h"
#include "explore/world/world_base.h"

#include "explore/engine/engine.h"
#include "explore/explore.h"

static struct heap_block *to_look_through;

static void reach(uintptr_t word)
{
	struct heap_block *block = heap_block_around(word);

	if (!block || block->freed || block->reached)
		return;
	block->reached = true;
	block->next = to_look_through;
	to_look_through = block;
}

/* Whole words only: compilers align pointers. */
static void look_through(const void *start, size_t size)
{
	uintptr_t first = ((uintptr_t)start + sizeof(uintptr_t) - 1) & ~(sizeof(uintptr_t) - 1);
	const uintptr_t *end =
		(const uintptr_t *)(((uintptr_t)start + size) & ~(sizeof(uintptr_t) - 1));

	for (const uintptr_t *word = (const uintptr_t *)first; word < end; word++)
		reach(*word);
}

static void look_through_all(const struct explore_region *roots)
{
	to_look_through = NULL;
	for (; roots->start; roots++) {
		reach((uintptr_t)roots->start);
		look_through(roots->start, roots->size);
	}
	tls_visit(look_through);
	while (to_look_through) {
		const struct heap_block *block = to_look_through;

		to_look_through = block->next;
		look_through((const void *)block->address, block->size);
	}
}

void world_check_leaks(const struct explore_region *roots)
{
	if (!engine_leaks())
		return;
	look_through_all(roots);
	for (struct heap_block *block = heap_next_block(NULL); block;
	     block = heap_next_block(block))
		if (!block->freed && !block->reached)
			engine_fail(FAILURE_LEAK, block->pc, (const void *)block->address,
				    "the block at {%p}, of %zu bytes, is never freed, and nothing "
				    "points to it any more",
				    (void *)block->address, block->size);
}
