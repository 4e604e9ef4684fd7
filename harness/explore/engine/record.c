/* record.c: what is written down while a schedule runs (see record.h). */
#include "explore/engine/record.h"

#include <stdio.h>
#include <string.h>

#define OBJECTS 1024 /* that get a number of their own in the fingerprint */

static struct {
	struct schedule *schedule;
	struct trace *trace;
	const struct engine_run *run;
	unsigned preemptions; /* of the run, at the last event */
	struct event *last;   /* NULL: none, or it did not fit */
	bool awaits_value;    /* last's `after` is not known yet */
	uint32_t hash;
	int objects;
	const void *object[OBJECTS];
} record;

void record_begin(struct schedule *schedule, struct trace *trace, const struct engine_run *run)
{
	schedule->count = 0;
	schedule->overflowed = false;
	schedule->fingerprint = 0;
	record.schedule = schedule;
	record.trace = trace;
	record.run = run;
	record.last = NULL;
	record.awaits_value = false;
	record.preemptions = 0;
	record.hash = UINT32_C(0x811c9dc5);
	record.objects = 0;
	if (trace) {
		trace->count = 0;
		trace->overflowed = false;
	}
}

static void count_step(int actor)
{
	struct schedule *schedule = record.schedule;
	struct segment *last = schedule->count > 0 ? &schedule->at[schedule->count - 1] : NULL;

	if (last && last->actor == (uint32_t)actor) {
		last->count++;
	} else if (schedule->count < SCHEDULE_SEGMENTS) {
		schedule->at[schedule->count++] = (struct segment){(uint32_t)actor, 1};
	} else {
		schedule->overflowed = true;
	}
}

/* ---- only with a trace ---- */

static void mix(uint32_t number)
{
	record.hash = (record.hash ^ number) * UINT32_C(0x01000193);
}

/* Objects are numbered as they come, since their addresses may change from build to build. */
static uint32_t number_of(const void *object)
{
	for (int i = 0; i < record.objects; i++)
		if (record.object[i] == object)
			return (uint32_t)i;
	if (record.objects < OBJECTS)
		record.object[record.objects++] = object;
	return (uint32_t)record.objects;
}

static bool has_values(const struct op *op)
{
	bool is_number = op->size == 1 || op->size == 2 || op->size == 4 || op->size == 8;

	return op->object && is_number &&
	       (op_is_plain(op->kind) || op->kind == OP_ATOMIC_READ ||
		op->kind == OP_ATOMIC_WRITE || op->kind == OP_ATOMIC_UPDATE);
}

/* The bytes may be gone or being written by a thread that we simulate: no sanitizer's business. */
__attribute__((no_sanitize("address", "thread"))) static uint64_t value_at(uint64_t address,
									   uint32_t size)
{
	const volatile unsigned char *byte = (const volatile unsigned char *)(uintptr_t)address;
	uint64_t value = 0;

	for (uint32_t i = size; i-- > 0;)
		value = value << 8 | byte[i];
	return value;
}

static struct event *new_event(int actor, enum op_kind kind, uintptr_t pc)
{
	struct event *event;

	if (record.trace->count == TRACE_EVENTS) {
		record.trace->overflowed = true;
		return record.last = NULL;
	}
	event = &record.trace->at[record.trace->count++];
	memset(event, 0, sizeof *event);
	event->actor = (uint8_t)actor;
	event->kind = (uint8_t)kind;
	event->pc = pc;
	return record.last = event;
}

static void trace_step(int actor, const struct op *op)
{
	struct event *event = new_event(actor, op->kind, op->pc);

	mix((uint32_t)actor << 8 | (uint32_t)op->kind);
	mix(number_of(op->object));
	if (!event)
		return;
	event->writes = op->writes;
	event->size = (uint32_t)op->size;
	event->object = (uintptr_t)op->object;
	event->second = (uintptr_t)op->second;
	event->preempts = record.run->preemptions != record.preemptions;
	record.preemptions = record.run->preemptions;
	event->has_values = has_values(op);
	record.awaits_value = event->has_values;
	if (event->has_values)
		event->before = event->after = value_at(event->object, event->size);
}

void record_step(int actor, const struct op *op)
{
	count_step(actor);
	if (__builtin_expect(record.trace != NULL, 0))
		trace_step(actor, op);
}

void record_values(void)
{
	if (__builtin_expect(!record.awaits_value, 1))
		return;
	record.awaits_value = false;
	if (record.last)
		record.last->after = value_at(record.last->object, record.last->size);
}

void record_result(int64_t result)
{
	if (!record.trace || !record.last)
		return;
	record.last->has_result = true;
	record.last->result = result;
}

void record_note(int actor, enum op_kind kind, const void *object, size_t size, const char *text,
		 uintptr_t pc)
{
	struct event *event;

	if (!record.trace)
		return;
	record_values();
	event = new_event(actor, kind, pc);
	if (!event)
		return;
	event->object = (uintptr_t)object;
	event->size = (uint32_t)size;
	if (text)
		snprintf(event->text, sizeof event->text, "%s", text);
}

void record_end(void)
{
	record_values();
	record.schedule->fingerprint = record.hash;
}
