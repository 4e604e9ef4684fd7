/* heap.h: the blocks that the program has allocated in this schedule (world/ only). */
#ifndef EXPLORE_WORLD_HEAP_H
#define EXPLORE_WORLD_HEAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct heap_block {
	uintptr_t address;
	size_t size;
	uintptr_t pc; /* who allocated it */
	bool freed;
	bool reached;		 /* leaks.c: something points to it */
	struct heap_block *next; /* leaks.c: to be looked through, too */
};

/* The block that holds this address, freed or not; NULL for none. */
struct heap_block *heap_block_around(uintptr_t address);

/* All blocks, one after the other: the one that follows `block`, or the first for NULL. */
struct heap_block *heap_next_block(const struct heap_block *block);

#endif
