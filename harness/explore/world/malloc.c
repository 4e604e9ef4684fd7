/* malloc.c: malloc and its family, as programs call them (see world.h; blocks lie in heap.c). */
#include "explore/world/world_base.h"

#include "base/die.h"
#include "explore/engine/engine.h"

#include <errno.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>

/* ---- blocks that the C library gave before the schedule ---- */

static struct {
	size_t count, room;
	struct outside {
		void *block;
		void *copy; /* as the first schedule found it; NULL: there was none yet */
	} * at;
} outside;

static void *note_outside(void *block)
{
	if (block && outside.count == outside.room) {
		outside.room = outside.room * 2 + 64;
		outside.at = realloc(outside.at, outside.room * sizeof *outside.at);
		if (!outside.at)
			die_system("no memory to note what the program allocates");
	}
	if (block)
		outside.at[outside.count++] = (struct outside){block, NULL};
	return block;
}

static void keep_copy(struct outside *kept)
{
	size_t size = malloc_usable_size(kept->block);

	kept->copy = malloc(size);
	if (!kept->copy)
		die_system("no memory for a copy of what the program allocated");
	memcpy(kept->copy, kept->block, size);
}

void malloc_reset(void)
{
	for (size_t i = 0; i < outside.count; i++) {
		struct outside *kept = &outside.at[i];

		if (kept->copy)
			memcpy(kept->block, kept->copy, malloc_usable_size(kept->block));
		else
			keep_copy(kept);
	}
}

static bool is_outside(const void *block)
{
	for (size_t i = 0; i < outside.count; i++)
		if (outside.at[i].block == block)
			return true;
	return false;
}

static void forget_outside(const void *block)
{
	for (size_t i = 0; i < outside.count; i++)
		if (outside.at[i].block == block) {
			free(outside.at[i].copy);
			outside.at[i] = outside.at[--outside.count];
			return;
		}
}

static size_t size_of(void *block)
{
	return is_outside(block) ? malloc_usable_size(block) : heap_size_of(block);
}

static void release(void *block, struct place place)
{
	/* What is outside stays: other schedules need it, too. */
	if (!is_outside(block))
		heap_free(block, place);
}

/* ---- what programs call ---- */

void *world_malloc(size_t size)
{
	if (!engine_self())
		return note_outside(malloc(size));
	return heap_allocate(size, HEAP_ALIGNMENT, PLACE_HERE.pc);
}

void *world_calloc(size_t count, size_t size)
{
	size_t bytes;
	void *block;

	if (!engine_self())
		return note_outside(calloc(count, size));
	if (__builtin_mul_overflow(count, size, &bytes))
		bytes = SIZE_MAX;
	block = heap_allocate(bytes, HEAP_ALIGNMENT, PLACE_HERE.pc);
	if (block && bytes < HEAP_ZEROED)
		memset(block, 0, bytes);
	return block;
}

static void *reallocate(void *block, size_t size, struct place place)
{
	size_t kept;
	void *moved;

	if (!block)
		return heap_allocate(size, HEAP_ALIGNMENT, place.pc);
	if (size == 0 || (!is_outside(block) && heap_size_of(block) == HEAP_NO_BLOCK)) {
		release(block, place);
		return NULL;
	}
	moved = heap_allocate(size, HEAP_ALIGNMENT, place.pc);
	if (!moved)
		return NULL;
	kept = size_of(block) < size ? size_of(block) : size;
	world_touch(block, kept, false, place.pc, place.frame);
	world_touch(moved, kept, true, place.pc, place.frame);
	memcpy(moved, block, kept);
	release(block, place);
	return moved;
}

static void *reallocate_outside(void *block, size_t size)
{
	forget_outside(block);
	return note_outside(realloc(block, size));
}

void *world_realloc(void *block, size_t size)
{
	return engine_self() ? reallocate(block, size, PLACE_HERE)
			     : reallocate_outside(block, size);
}

void *world_reallocarray(void *block, size_t count, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(count, size, &bytes)) {
		errno = ENOMEM;
		return NULL;
	}
	return engine_self() ? reallocate(block, bytes, PLACE_HERE)
			     : reallocate_outside(block, bytes);
}

void world_free(void *block)
{
	if (block && engine_self()) {
		release(block, PLACE_HERE);
	} else if (block && heap_size_of(block) == HEAP_NO_BLOCK) {
		forget_outside(block);
		free(block);
	}
}

void *world_memalign(size_t alignment, size_t size)
{
	if (!engine_self())
		return note_outside(memalign(alignment, size));
	return heap_allocate(size, alignment, PLACE_HERE.pc);
}

void *world_aligned_alloc(size_t alignment, size_t size)
{
	if (!engine_self())
		return note_outside(aligned_alloc(alignment, size));
	if (alignment == 0 || alignment & (alignment - 1)) {
		errno = EINVAL;
		return NULL;
	}
	return heap_allocate(size, alignment, PLACE_HERE.pc);
}

int world_posix_memalign(void **block, size_t alignment, size_t size)
{
	struct place place = PLACE_HERE;
	void *found;

	if (alignment % sizeof(void *) || alignment == 0 || alignment & (alignment - 1))
		return EINVAL;
	found = engine_self() ? heap_allocate(size, alignment, place.pc)
			      : note_outside(aligned_alloc(alignment, size));
	if (!found)
		return ENOMEM;
	world_touch(block, sizeof *block, true, place.pc, place.frame);
	*block = found;
	return 0;
}

size_t world_malloc_usable_size(void *block)
{
	return block ? size_of(block) : 0;
}
