/*
 * heap.c: where the blocks lie that the program allocates (see malloc.c).
 *
 * Each thread has an arena of its own, so that the address of a block does not depend on who ran
 * before. Nothing is reused within a schedule: what has been freed stays marked as such.
 */
#include "explore/world/heap.h"
#include "explore/world/world_base.h"

#include "base/die.h"
#include "explore/engine/engine.h"
#include "explore/world/world.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>

#define FIRST_ARENA ((uintptr_t)0x1000000000)
#define SPAN ((size_t)4 << 30)	 /* address space of an arena, the table of its blocks included */
#define BLOCKS ((size_t)1 << 22) /* in one arena */
#define ROOM (SPAN - BLOCKS * sizeof(struct heap_block))

/* From here on blocks have pages of their own, which are given back at the schedule's end. */
#define LARGE HEAP_ZEROED
#define PAGE ((size_t)64 << 10) /* the largest of any machine */

#define POISON 0xBE /* so that reading what was never written is the same every time */

struct arena {
	char *base; /* NULL: not used yet */
	size_t used;
	size_t dirty; /* from here on all bytes are 0 */
	size_t blocks;
	bool has_large;
	struct heap_block *block; /* by address */
};

static struct {
	size_t limit, used;
	struct arena arena[ENGINE_THREADS];
} heap = {.limit = (size_t)256 << 20};

void world_limit_memory(size_t bytes)
{
	heap.limit = bytes;
}

/* ---- arenas ---- */

static void drop(char *start, size_t size)
{
	if (madvise(start, size, MADV_DONTNEED) != 0)
		die_system("cannot give memory back");
}

static void reset_arena(struct arena *arena)
{
	if (arena->used > arena->dirty)
		arena->dirty = arena->used;
	if (arena->has_large) {
		drop(arena->base, arena->dirty);
		arena->dirty = 0;
	}
	arena->used = arena->blocks = 0;
	arena->has_large = false;
}

void heap_reset(void)
{
	heap.used = 0;
	for (int id = 0; id < ENGINE_THREADS; id++)
		if (heap.arena[id].used > 0)
			reset_arena(&heap.arena[id]);
}

/* The address is a wish: where it cannot be had (under sanitizers, say), any other will do. */
static void map_arena(struct arena *arena, int id)
{
	char *base =
		mmap((void *)(FIRST_ARENA + (uintptr_t)id * SPAN), SPAN, PROT_READ | PROT_WRITE,
		     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (base == MAP_FAILED)
		die_system("no address space for the program's heap");
	arena->base = base;
	arena->block = (struct heap_block *)(void *)(base + ROOM);
}

static struct arena *arena_of_self(void)
{
	struct arena *arena = &heap.arena[engine_self()->id];

	if (!arena->base)
		map_arena(arena, engine_self()->id);
	return arena;
}

/* The last block that begins there or before, or NULL. */
static struct heap_block *find_in(const struct arena *arena, uintptr_t address)
{
	size_t low = 0, high = arena->blocks;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (arena->block[middle].address <= address)
			low = middle + 1;
		else
			high = middle;
	}
	return low > 0 ? &arena->block[low - 1] : NULL;
}

static struct heap_block *find_before(uintptr_t address)
{
	for (int id = 0; id < ENGINE_THREADS; id++) {
		const struct arena *arena = &heap.arena[id];

		if (arena->base && address - (uintptr_t)arena->base < SPAN)
			return find_in(arena, address);
	}
	return NULL;
}

/* The block that begins there, or NULL. */
static struct heap_block *find(const void *address)
{
	struct heap_block *block = find_before((uintptr_t)address);

	return block && block->address == (uintptr_t)address ? block : NULL;
}

struct heap_block *heap_block_around(uintptr_t address)
{
	struct heap_block *block = find_before(address);

	/* A block of no bytes has one all the same: its address. */
	return block && address - block->address < block->size + (block->size == 0) ? block : NULL;
}

struct heap_block *heap_next_block(const struct heap_block *block)
{
	bool begin = !block;

	for (int id = 0; id < ENGINE_THREADS; id++) {
		const struct arena *arena = &heap.arena[id];

		if (begin && arena->blocks > 0)
			return arena->block;
		if (begin || block < arena->block || block >= arena->block + arena->blocks)
			continue;
		if (++block < arena->block + arena->blocks)
			return (struct heap_block *)(uintptr_t)block;
		begin = true; /* with the next arena */
	}
	return NULL;
}

/* ---- allocating ---- */

static size_t round_up(size_t size, size_t alignment)
{
	return (size + alignment - 1) & ~(alignment - 1);
}

/* Offset of a block that is to come, or ROOM when there is no place for it. */
static size_t place_block(const struct arena *arena, size_t size, size_t alignment)
{
	uintptr_t base = (uintptr_t)arena->base;
	size_t start = round_up(base + arena->used, alignment) - base;

	return arena->blocks < BLOCKS && start < ROOM && size < ROOM - start ? start : ROOM;
}

/* Zeroes for the large, which are fresh pages; poison for the small. */
static void fill(struct arena *arena, size_t start, size_t size)
{
	if (size < LARGE) {
		memset(arena->base + start, POISON, size);
		return;
	}
	arena->has_large = true;
	if (start < arena->dirty)
		drop(arena->base + start, round_up(size, PAGE));
}

void *heap_allocate(size_t size, size_t alignment, uintptr_t pc)
{
	struct arena *arena = arena_of_self();
	size_t start;

	if (size > PTRDIFF_MAX || alignment > PTRDIFF_MAX) {
		errno = ENOMEM;
		return NULL;
	}
	if (alignment < HEAP_ALIGNMENT)
		alignment = HEAP_ALIGNMENT;
	if (size >= LARGE && alignment < PAGE)
		alignment = PAGE;
	start = place_block(arena, size, alignment);
	if (start == ROOM || size > heap.limit - heap.used)
		engine_fail(FAILURE_MEMORY, pc, NULL,
			    "T%d allocates %zu bytes more: all in all over the limit of %zu",
			    engine_self()->id, size, heap.limit);
	fill(arena, start, size);
	heap.used += size;
	/* Even a block of no bytes has an address of its own. */
	arena->used = round_up(start + size + (size == 0), size >= LARGE ? PAGE : HEAP_ALIGNMENT);
	arena->block[arena->blocks++] = (struct heap_block){
		.address = (uintptr_t)arena->base + start, .size = size, .pc = pc};
	engine_note(OP_ALLOCATE, arena->base + start, size, NULL, pc);
	engine_progress();
	return arena->base + start;
}

size_t heap_size_of(const void *block)
{
	const struct heap_block *found = find(block);

	return found ? found->size : HEAP_NO_BLOCK;
}

void heap_free(void *block, struct place place)
{
	size_t size = heap_size_of(block);

	if (size == HEAP_NO_BLOCK)
		engine_fail(FAILURE_MISUSE, place.pc, block,
			    "T%d frees {%p}, where no block begins", engine_self()->id, block);
	if (size == 0)
		size = 1;
	engine_perform(&(struct op){.kind = OP_FREE,
				    .writes = true,
				    .object = block,
				    .size = size,
				    .pc = place.pc,
				    .frame = place.frame});
	race_access(block, size, ACCESS_FREE, place.pc);
	find(block)->freed = true;
}
