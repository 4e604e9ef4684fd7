/* object.c: records by address: open addressing, emptied by a change of generation (see object.h). */
#include "explore/engine/object.h"

#include "explore/engine/engine.h"

#include <string.h>

#define RECORDS 16384
#define SLOTS (4 * RECORDS) /* a power of two */

static struct {
	uint32_t generation;
	uint32_t used;
	struct {
		uint32_t generation;
		uint32_t record;
	} slot[SLOTS];
	struct object record[RECORDS];
} table;

void object_begin(void)
{
	table.used = 0;
	if (++table.generation == 0) { /* after four billion schedules */
		memset(table.slot, 0, sizeof table.slot);
		table.generation = 1;
	}
}

static uint32_t slot_of(const void *address)
{
	return (uint32_t)(((uintptr_t)address * UINT64_C(0x9E3779B97F4A7C15)) >> 40) % SLOTS;
}

/* The slot that holds it, or the free one where it belongs. */
static uint32_t probe(const void *address)
{
	uint32_t slot = slot_of(address);

	while (table.slot[slot].generation == table.generation &&
	       table.record[table.slot[slot].record].address != address)
		slot = (slot + 1) % SLOTS;
	return slot;
}

struct object *object_find(const void *address)
{
	uint32_t slot = probe(address);

	return table.slot[slot].generation == table.generation
		       ? &table.record[table.slot[slot].record]
		       : NULL;
}

struct object *object_at(const void *address)
{
	uint32_t slot = probe(address);
	struct object *object;

	if (table.slot[slot].generation == table.generation)
		return &table.record[table.slot[slot].record];
	if (table.used == RECORDS)
		engine_fail(FAILURE_UNMODELLED, 0, address,
			    "more than %d locks, conditions and atomics are in use", RECORDS);
	table.slot[slot].generation = table.generation;
	table.slot[slot].record = table.used;
	object = &table.record[table.used++];
	memset(object, 0, sizeof *object);
	object->address = address;
	return object;
}

void object_forget(struct object *object)
{
	const void *address = object->address;

	memset(object, 0, sizeof *object);
	object->address = address;
}
