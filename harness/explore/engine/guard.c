/* guard.c: see guard.h. */
#include "explore/engine/guard.h"

#include "base/die.h"
#include "explore/engine/engine.h"

struct range {
	uintptr_t start;
	size_t size;
};

static struct {
	struct range code;
	int lasting, count; /* the first ones are for all schedules */
	struct range range[GUARD_MOST];
} guard;

static struct range make_range(const void *start, size_t size)
{
	return (struct range){(uintptr_t)start, size};
}

void guard_watch(const void *code, size_t size)
{
	guard.code = make_range(code, size);
}

void guard_forbid(const void *start, size_t size)
{
	if (size == 0)
		return;
	BUG_UNLESS(guard.count < GUARD_MOST);
	guard.range[guard.count++] = make_range(start, size);
	if (!engine_self())
		guard.lasting = guard.count;
}

void guard_begin(void)
{
	guard.count = guard.lasting;
}

/* At its end a range of code has the return address of its last call. */
static bool is_watched(uintptr_t pc)
{
	return pc - guard.code.start - 1 < guard.code.size;
}

static bool overlap(const struct range *range, uintptr_t address, size_t size)
{
	return address - range->start < range->size || range->start - address < size;
}

bool guard_forbids(const void *address, size_t size, uintptr_t pc)
{
	if (!is_watched(pc))
		return false;
	for (int i = 0; i < guard.count; i++)
		if (overlap(&guard.range[i], (uintptr_t)address, size))
			return true;
	return false;
}
