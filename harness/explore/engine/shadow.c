/* shadow.c: a hash table of shadow pages, with the last one remembered (see shadow.h). */
#include "explore/engine/shadow.h"

#include "base/die.h"

#include <string.h>
#include <sys/mman.h>

#define PAGE_BITS 12
#define GRANULES ((1u << PAGE_BITS) / SHADOW_GRANULE)
#define SLOTS (1u << 18) /* pages that can have a shadow: 1 GiB of memory */

struct cell {
	uint32_t generation;
	uint32_t number;
};

struct page {
	uintptr_t number; /* of the page; 0: free slot */
	struct cell *cells;
};

/* In front of the table: most accesses go to few pages. */
#define RECENT 64

static struct {
	uint32_t generation;
	struct page recent[RECENT];
	struct page *slot; /* SLOTS of them */
} shadow;

static void *map(size_t size)
{
	void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (memory == MAP_FAILED)
		die_system("no memory to watch the program's accesses");
	return memory;
}

/* Cells come by the chunk: a system call for each page would be felt. */
static struct cell *new_cells(void)
{
	static struct cell *chunk;
	static unsigned left;

	if (left == 0) {
		left = 64;
		chunk = map(left * GRANULES * sizeof *chunk);
	}
	left--;
	return chunk + (size_t)left * GRANULES;
}

static struct page *find_page(uintptr_t number)
{
	uintptr_t i = (number * UINT64_C(0x9E3779B97F4A7C15)) >> 40;

	if (!shadow.slot)
		shadow.slot = map(SLOTS * sizeof *shadow.slot);
	for (unsigned tries = 0; tries < SLOTS; tries++, i++) {
		struct page *page = &shadow.slot[i % SLOTS];

		if (page->number == number)
			return page;
		if (page->number == 0) {
			page->number = number;
			page->cells = new_cells();
			return page;
		}
	}
	die_user("the program touches more than 1 GiB: give it less to do");
}

void shadow_begin(void)
{
	/* After four billion schedules old marks could look new. */
	if (++shadow.generation == 0)
		BUG("out of generations");
}

uint32_t *shadow_at(uintptr_t address)
{
	uintptr_t number = address >> PAGE_BITS;
	struct page *page = &shadow.recent[number % RECENT];
	struct cell *cell;

	if (page->number != number)
		*page = *find_page(number);
	cell = &page->cells[address / SHADOW_GRANULE % GRANULES];
	if (cell->generation != shadow.generation) {
		cell->generation = shadow.generation;
		cell->number = 0;
	}
	return &cell->number;
}
