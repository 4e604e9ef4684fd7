/* names.c: what is called how (see names.h). */
#include "explore/show/names.h"

#include "explore/engine/limits.h"
#include "explore/show/blocks.h"
#include "explore/show/places.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* How far to look for an expression that means something else, too. */
#define NEARBY 400

/* Smaller numbers are no pointers, larger ones neither. */
#define POINTER_LEAST 0x10000
#define POINTER_MOST (UINT64_C(1) << 47)

const char *names_thread(int actor)
{
	static char text[4][16];
	static unsigned turn;
	char *name = text[turn++ % 4];

	if (actor < 0)
		return "nobody";
	if (actor % ENGINE_THREADS == 0)
		return "main";
	snprintf(name, sizeof text[0], "T%d", actor % ENGINE_THREADS);
	return name;
}

static void append_offset(char *name, size_t size, uint64_t offset)
{
	size_t length = strlen(name);

	if (offset > 0)
		snprintf(name + length, size - length, "+%" PRIu64, offset);
}

static bool name_block(const struct trace *trace, uint32_t at, uint64_t address, char *name,
		       size_t size)
{
	uint32_t block = blocks_find(trace, at, address);

	if (block == BLOCKS_NONE)
		return false;
	blocks_label(trace, block, name, size);
	append_offset(name, size, address - trace->at[block].object);
	return true;
}

/* ---- by the source ---- */

/* The expression in the source for what the event is about, if its line has one. */
static const char *expression_of(const struct event *event)
{
	const struct place *place = places_find(event->pc);

	switch (event->kind) {
	case OP_READ:
	case OP_WRITE:
		return place->subject;
	case OP_ATOMIC_READ:
	case OP_ATOMIC_WRITE:
	case OP_ATOMIC_UPDATE:
		return *place->subject ? place->subject : place->argument;
	case OP_LOCK:
	case OP_TRYLOCK:
	case OP_UNLOCK:
	case OP_READ_LOCK:
	case OP_TRY_READ_LOCK:
	case OP_WAIT:
	case OP_SIGNAL:
	case OP_BROADCAST:
	case OP_POST:
	case OP_TAKE:
	case OP_TRY_TAKE:
	case OP_ARRIVE:
	case OP_ONCE:
	case OP_DESTROY:
		return place->argument;
	default:
		return "";
	}
}

/* An event before `at` whose line has an expression for what is at the address; or NULL. */
static const struct event *find_expression(const struct trace *trace, uint32_t at, uint64_t address)
{
	for (uint32_t i = 0; i < trace->count && i <= at; i++)
		if (trace->at[i].object == address && *expression_of(&trace->at[i]))
			return &trace->at[i];
	return NULL;
}

/* Some thread's stack: that of who touched it first. */
static void name_local(const struct trace *trace, uint64_t address, char *name, size_t size)
{
	for (uint32_t i = 0; i < trace->count; i++) {
		const struct event *event = &trace->at[i];

		if (event->object <= address && address - event->object < event->size) {
			snprintf(name, size, "a local of %s", names_thread(event->actor));
			return;
		}
	}
	snprintf(name, size, "0x%" PRIx64, address);
}

static bool begins_with_name(const char *expression, const char *name)
{
	size_t length = strlen(name);

	return strncmp(expression, name, length) == 0 &&
	       !isalnum((unsigned char)expression[length]) && expression[length] != '_';
}

/*
 * By the symbol table, unless the expression says more: it is better at members and elements, and
 * worse where a pointer leads to a variable as a whole.
 */
static bool name_variable(uint64_t address, uint32_t bytes_used, const char *expression, char *name,
			  size_t size)
{
	uint64_t start, bytes;

	if (!places_variable(address, name, size, &start, &bytes))
		return false;
	if (start == address && (bytes == bytes_used || (!strpbrk(expression, ".>[") &&
							 !begins_with_name(expression, name))))
		return true;
	if (*expression)
		return false;
	append_offset(name, size, address - start);
	return true;
}

void names_address(const struct trace *trace, uint32_t at, uint64_t address, char *name,
		   size_t size)
{
	const struct event *event = find_expression(trace, at, address);
	const char *expression = event ? expression_of(event) : "";

	if (name_variable(address, event ? event->size : 0, expression, name, size))
		return;
	if (*expression)
		snprintf(name, size, "%s", expression);
	else if (!name_block(trace, at, address, name, size))
		name_local(trace, address, name, size);
}

/* The base of p[i] has the same place as the element: the next step tells which one it is. */
static bool is_base(const struct trace *trace, uint32_t at)
{
	const struct event *event = &trace->at[at], *next = event + 1;

	return event->kind == OP_READ && event->size == 8 && at + 1 < trace->count &&
	       next->actor == event->actor && next->pc != event->pc &&
	       places_find(next->pc)->line == places_find(event->pc)->line &&
	       places_find(next->pc)->column == places_find(event->pc)->column &&
	       event->before >= POINTER_LEAST && next->object - event->before < UINT64_C(1) << 20;
}

/* Different objects may have the same expression: tell apart those in blocks. */
static bool is_ambiguous(const struct trace *trace, uint32_t at)
{
	const char *expression = expression_of(&trace->at[at]);

	uint32_t first = at < NEARBY ? 0 : at - NEARBY;

	for (uint32_t i = first; i < trace->count && i < at + NEARBY; i++)
		if (trace->at[i].object != trace->at[at].object &&
		    strcmp(expression_of(&trace->at[i]), expression) == 0)
			return true;
	return false;
}

static void name_expression(const struct trace *trace, uint32_t at, char *name, size_t size)
{
	uint64_t object = trace->at[at].object;
	uint32_t block = blocks_find(trace, at, object);
	size_t length;

	snprintf(name, size, "%s", expression_of(&trace->at[at]));
	length = strlen(name);
	if (name[length - 1] == ']' && is_base(trace, at)) {
		name[strcspn(name, "[")] = '\0';
	} else if (block != BLOCKS_NONE && is_ambiguous(trace, at)) {
		snprintf(name + length, size - length, " of ");
		length = strlen(name);
		blocks_label(trace, block, name + length, size - length);
	}
}

void names_object(const struct trace *trace, uint32_t at, char *name, size_t size)
{
	const struct event *event = &trace->at[at];

	*name = '\0';
	if (event->object == 0 || event->kind == OP_BEGIN || event->kind == OP_END ||
	    event->kind == OP_CREATE || event->kind == OP_JOIN || event->kind == OP_DETACH)
		return;
	if (name_variable(event->object, event->size, expression_of(event), name, size))
		return;
	if (*expression_of(event))
		name_expression(trace, at, name, size);
	else if (event->kind == OP_ALLOCATE || event->kind == OP_FREE)
		(void)name_block(trace, at, event->object, name, size);
	else
		names_address(trace, at, event->object, name, size);
}

/* ---- values ---- */

/* As the world fills new blocks, and the compiler new variables, in build.sh. */
static bool is_garbage(uint64_t value, uint32_t size)
{
	uint64_t mask = size == 8 ? UINT64_MAX : UINT32_MAX;

	return size >= 4 && (value == (UINT64_C(0xBEBEBEBEBEBEBEBE) & mask) ||
			     value == (UINT64_C(0xAAAAAAAAAAAAAAAA) & mask));
}

static bool name_pointer(const struct trace *trace, uint32_t at, uint64_t value, char *text,
			 size_t size)
{
	if (value < POINTER_LEAST || value >= POINTER_MOST)
		return false;
	if (name_block(trace, at, value, text, size))
		return true;
	*text = '&';
	return name_variable(value, 0, "", text + 1, size - 1);
}

void names_value(const struct trace *trace, uint32_t at, uint64_t value, char *text, size_t size)
{
	uint32_t bytes = trace->at[at].size;

	if (is_garbage(value, bytes))
		snprintf(text, size, "garbage");
	else if (bytes == 8 && name_pointer(trace, at, value, text, size))
		return;
	else if (bytes == 8 && value > UINT64_C(0x7f) << 40 && value < POINTER_MOST)
		snprintf(text, size, "0x%" PRIx64, value);
	else if (bytes == 4)
		snprintf(text, size, "%d", (int)(uint32_t)value);
	else
		snprintf(text, size, "%" PRId64, (int64_t)value);
}

/* "T0" of a text, which people know as main. */
static bool is_main(const char *text, const char *begin)
{
	return strncmp(text, "T0", 2) == 0 && !isalnum((unsigned char)text[2]) &&
	       (text == begin || text[-1] == ' ');
}

static size_t append_address(const struct trace *trace, const char **text, char *named, size_t size)
{
	char *end;

	names_address(trace, trace->count, strtoull(*text + 1, &end, 16), named, size);
	*text = *end == '}' ? end + 1 : end;
	return strlen(named);
}

void names_insert(const struct trace *trace, const char *text, char *named, size_t size)
{
	const char *begin = text;
	size_t length = 0;

	while (*text && length + 1 < size) {
		if (strncmp(text, "{0x", 3) == 0) {
			length += append_address(trace, &text, named + length, size - length);
		} else if (is_main(text, begin) && size - length > strlen("main")) {
			length += (size_t)snprintf(named + length, size - length, "main");
			text += strlen("T0");
		} else {
			named[length++] = *text++;
		}
	}
	named[length] = '\0';
}
