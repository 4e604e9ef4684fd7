/* memory.c: functions that copy, fill, compare and sort bytes (see world.h). */
#include "explore/world/world_base.h"

#include "explore/engine/engine.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

void world_touch(const void *p, size_t n, bool writes, uintptr_t pc, const void *frame)
{
	if (n > 0 && engine_self())
		engine_access(p, n, writes, pc, frame);
}

/* Two steps, as any loop that copies takes: others may come in between. */
static void announce_copy(const void *to, const void *from, size_t size, struct place place)
{
	world_touch(from, size, false, place.pc, place.frame);
	world_touch(to, size, true, place.pc, place.frame);
}

void *world_memcpy(void *to, const void *from, size_t size)
{
	announce_copy(to, from, size, PLACE_HERE);
	/* A copy onto itself has no defined meaning, but compilers make such calls of assignments. */
	return memmove(to, from, size);
}

void *world_mempcpy(void *to, const void *from, size_t size)
{
	announce_copy(to, from, size, PLACE_HERE);
	return (char *)memmove(to, from, size) + size;
}

void *world_memmove(void *to, const void *from, size_t size)
{
	announce_copy(to, from, size, PLACE_HERE);
	return memmove(to, from, size);
}

void *world_memset(void *to, int byte, size_t size)
{
	struct place place = PLACE_HERE;

	world_touch(to, size, true, place.pc, place.frame);
	return memset(to, byte, size);
}

void world_bzero(void *to, size_t size)
{
	struct place place = PLACE_HERE;

	world_touch(to, size, true, place.pc, place.frame);
	memset(to, 0, size);
}

static void announce_both(const void *one, const void *other, size_t size, struct place place)
{
	world_touch(one, size, false, place.pc, place.frame);
	world_touch(other, size, false, place.pc, place.frame);
}

int world_memcmp(const void *one, const void *other, size_t size)
{
	announce_both(one, other, size, PLACE_HERE);
	return memcmp(one, other, size);
}

int world_bcmp(const void *one, const void *other, size_t size)
{
	announce_both(one, other, size, PLACE_HERE);
	return memcmp(one, other, size);
}

void *world_memchr(const void *where, int byte, size_t size)
{
	struct place place = PLACE_HERE;
	const char *found = memchr(where, byte, size);
	size_t read = found ? (size_t)(found - (const char *)where) + 1 : size;

	world_touch(where, read, false, place.pc, place.frame);
	return (void *)(uintptr_t)memchr(where, byte, size);
}

/* The comparisons announce their reads by themselves: they are the program's. */
void world_qsort(void *base, size_t count, size_t size, int (*compare)(const void *, const void *))
{
	struct place place = PLACE_HERE;

	world_touch(base, count * size, true, place.pc, place.frame);
	qsort(base, count, size, compare);
}
