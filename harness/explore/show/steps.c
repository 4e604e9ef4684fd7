/* steps.c: which steps are worth telling, and how (see steps.h). */
#include "explore/show/steps.h"

#include "explore/show/names.h"
#include "explore/show/places.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

uint32_t steps_find_others(const struct trace *trace)
{
	for (uint32_t i = 0; i < trace->count; i++)
		if (trace->at[i].kind == OP_CREATE || steps_thread(&trace->at[i]) != 0)
			return i;
	return trace->count;
}

static bool is_access(const struct event *event)
{
	return event->kind == OP_READ || event->kind == OP_WRITE || event->kind == OP_FREE ||
	       event->kind == OP_ATOMIC_READ || event->kind == OP_ATOMIC_WRITE ||
	       event->kind == OP_ATOMIC_UPDATE;
}

static bool overlaps(const struct event *one, const struct event *other)
{
	return is_access(other) && other->object < one->object + one->size &&
	       one->object < other->object + other->size;
}

/* Whether from event `first` on several threads touch these bytes, and one of them writes. */
static bool is_shared(const struct trace *trace, uint32_t first, const struct event *event)
{
	uint32_t threads = 0;
	bool written = false;

	for (uint32_t i = first; i < trace->count; i++) {
		const struct event *other = &trace->at[i];

		if (!overlaps(event, other))
			continue;
		threads |= UINT32_C(1) << steps_thread(other);
		written |= other->writes || other->kind == OP_FREE;
	}
	return written && threads & (threads - 1);
}

enum steps_worth steps_worth(const struct trace *trace, uint32_t first, uint32_t at)
{
	const struct event *event = &trace->at[at];

	switch (event->kind) {
	case OP_BEGIN:
	case OP_END:
	case OP_EXIT:
	case OP_ALLOCATE:
		return STEP_SILENT;
	case OP_CREATE:
	case OP_INIT:
	case OP_CLOCK:
		return STEP_FOLDED;
	default:
		if (at < first && event->kind != OP_PRINT)
			return STEP_FOLDED;
		return !is_access(event) || is_shared(trace, first, event) ? STEP_TOLD
									   : STEP_FOLDED;
	}
}

static void describe_access(const struct trace *trace, uint32_t at, char *text, size_t size)
{
	const struct event *event = &trace->at[at];
	char name[PLACE_TEXT], before[64], after[64];

	names_object(trace, at, name, sizeof name);
	names_value(trace, at, event->before, before, sizeof before);
	names_value(trace, at, event->after, after, sizeof after);
	if (event->writes)
		snprintf(text, size, "%s: %s -> %s", name, before, after);
	else
		snprintf(text, size, "%s is %s", name, before);
}

/* What a program prints may hold anything, as newlines. */
static void describe_print(const struct event *event, char *text, size_t size)
{
	size_t length = (size_t)snprintf(text, size, "prints \"");

	for (const char *from = event->text; *from && length + 3 < size; from++) {
		if (*from == '\n') {
			text[length++] = '\\';
			text[length++] = 'n';
		} else {
			text[length++] = (char)(isprint((unsigned char)*from) ? *from : '?');
		}
	}
	snprintf(text + length, size - length, "\"");
}

static const char *success(const struct event *event)
{
	bool tries = event->kind == OP_TRYLOCK || event->kind == OP_TRY_READ_LOCK ||
		     event->kind == OP_TRY_TAKE;

	return !tries || !event->has_result ? "" : event->result == 0 ? ": got it" : ": failed";
}

static void describe_call(const struct trace *trace, uint32_t at, char *text, size_t size)
{
	const struct event *event = &trace->at[at];
	char name[PLACE_TEXT] = "";

	if (event->kind != OP_SLEEP && event->kind != OP_CLOCK) /* our clock is not the program's */
		names_object(trace, at, name, sizeof name);
	snprintf(text, size, "%s%s%s%s", op_name(event->kind), *name ? " " : "", name,
		 success(event));
}

void steps_describe(const struct trace *trace, uint32_t at, char *text, size_t size)
{
	const struct event *event = &trace->at[at];

	if (event->has_values)
		describe_access(trace, at, text, size);
	else if (event->kind == OP_JOIN)
		snprintf(text, size, "joins %s", names_thread((int)event->result));
	else if (event->kind == OP_PRINT)
		describe_print(event, text, size);
	else if (event->kind == OP_EXPIRE)
		snprintf(text, size, "wakes up without a signal, or times out");
	else
		describe_call(trace, at, text, size);
}
