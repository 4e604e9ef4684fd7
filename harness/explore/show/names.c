/* names.c: what an address is called (see names.h). */
#include "explore/show/names.h"

#include "explore/show/places.h"
#include "explore/show/show.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *show_thread(int actor)
{
	static char text[4][16];
	static unsigned turn;
	char *name = text[turn++ % 4];

	if (actor % ENGINE_THREADS == 0)
		return "main";
	snprintf(name, sizeof text[0], "T%d", actor % ENGINE_THREADS);
	return name;
}

/* Heap blocks are called by where they were allocated. */
static bool name_block(const struct trace *trace, uint64_t address, char *name, size_t size)
{
	for (uint32_t i = 0; i < trace->count; i++) {
		const struct event *event = &trace->at[i];
		const struct place *place;

		if (event->kind != OP_ALLOCATE || address < event->object ||
		    address >= event->object + event->size)
			continue;
		place = places_find(event->pc);
		snprintf(name, size, "byte %llu of the block allocated in %s (line %d)",
			 (unsigned long long)(address - event->object),
			 place->function[0] ? place->function : "main", place->line);
		return true;
	}
	return false;
}

/* Some line that touches it has an expression for it. */
static bool name_by_source(const struct trace *trace, uint64_t address, char *name, size_t size)
{
	for (uint32_t i = 0; i < trace->count; i++) {
		const struct event *event = &trace->at[i];
		const char *subject;

		if (event->object != address || !event->has_values)
			continue;
		subject = places_find(event->pc)->subject;
		if (!*subject)
			continue;
		snprintf(name, size, "%s", subject);
		return true;
	}
	return false;
}

void names_find(const struct trace *trace, uint64_t address, char *name, size_t size)
{
	if (places_variable(address, name, size) || name_by_source(trace, address, name, size) ||
	    name_block(trace, address, name, size))
		return;
	snprintf(name, size, "0x%llx", (unsigned long long)address);
}

void names_value(const struct event *event, uint64_t value, char *text, size_t size)
{
	if (event->size == 8 && value == 0)
		snprintf(text, size, "0");
	else if (event->size == 8 && value >= 0x10000)
		snprintf(text, size, "@%llx", (unsigned long long)(value & 0xffff));
	else if (event->size == 4)
		snprintf(text, size, "%d", (int)(uint32_t)value);
	else
		snprintf(text, size, "%lld", (long long)value);
}

void show_with_names(const struct explore_result *result, const char *text, char *named,
		     size_t size)
{
	size_t length = 0;

	while (*text && length + 1 < size) {
		char *end;

		if (strncmp(text, "T0 ", 3) == 0 && length + 5 < size) {
			length += (size_t)snprintf(named + length, size - length, "main");
			text += 2;
		}
		if (text[0] != '{' || strncmp(text, "{0x", 3) != 0) {
			named[length++] = *text++;
			continue;
		}
		names_find(&result->trace, strtoull(text + 1, &end, 16), named + length,
			   size - length);
		length += strlen(named + length);
		text = *end == '}' ? end + 1 : end;
	}
	named[length < size ? length : size - 1] = '\0';
}
