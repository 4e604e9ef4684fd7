/* blocks.c: labels for heap blocks (see blocks.h). */
#include "explore/show/blocks.h"

#include "explore/show/places.h"

#include <stdio.h>
#include <string.h>

#define LETTERS 26

static bool named[TRACE_EVENTS]; /* by event */

void blocks_begin(void)
{
	memset(named, 0, sizeof named);
}

static const char *noun_of(const struct event *event)
{
	const char *target = places_find(event->pc)->target;

	return *target ? target : "block";
}

/* The block that holds the address: the last one allocated there before event `at`. */
uint32_t blocks_find(const struct trace *trace, uint32_t at, uint64_t address)
{
	for (uint32_t i = at < trace->count ? at + 1 : trace->count; i-- > 0;) {
		const struct event *event = &trace->at[i];

		if (event->kind == OP_ALLOCATE && address >= event->object &&
		    address - event->object < event->size)
			return i;
	}
	return BLOCKS_NONE;
}

/* "node A": the letter tells apart blocks of the same noun. */
void blocks_label(const struct trace *trace, uint32_t block, char *name, size_t size)
{
	const char *noun = noun_of(&trace->at[block]);
	unsigned before = 0;

	for (uint32_t i = 0; i < block; i++)
		if (trace->at[i].kind == OP_ALLOCATE && strcmp(noun_of(&trace->at[i]), noun) == 0)
			before++;
	if (before < LETTERS)
		snprintf(name, size, "%s %c", noun, 'A' + (int)before);
	else
		snprintf(name, size, "%s %u", noun, before + 1);
	named[block] = true;
}

uint32_t blocks_next(const struct trace *trace, uint32_t at)
{
	while (at < trace->count && !named[at])
		at++;
	return at;
}
