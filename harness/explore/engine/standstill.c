/* standstill.c: nobody can go on. Why? (See standstill.h.) */
#include "explore/engine/standstill.h"

#include "explore/engine/engine.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct text {
	char at[FAILURE_TEXT];
	size_t length;
};

static __attribute__((format(printf, 2, 3))) void add(struct text *text, const char *format, ...)
{
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vsnprintf(text->at + text->length, sizeof text->at - text->length, format,
			   arguments);
	va_end(arguments);
	text->length += (size_t)length;
	if (text->length >= sizeof text->at)
		text->length = sizeof text->at - 1;
}

/* Whom the thread waits for: the holder of the lock, the thread to be joined; -1: nobody known. */
static int awaited(int id)
{
	const struct thread *thread = engine_thread(id);

	return thread && thread->op && thread->op->holder ? thread->op->holder(thread->op) : -1;
}

/* A thread on a cycle of waiting, or -1. */
static int find_cycle(void)
{
	for (int start = 0; start < engine_thread_count(); start++) {
		int id = start;

		for (int i = 0; i < engine_thread_count() && id >= 0; i++)
			if ((id = awaited(id)) == start)
				return start;
	}
	return -1;
}

/* Nobody has called it: not one that waits for no more than the mutex. */
static bool is_asleep(int id)
{
	return engine_thread(id)->op->kind == OP_WAKE && awaited(id) < 0;
}

static void tell_wait(struct text *text, int id)
{
	const struct op *op = engine_thread(id)->op;
	int holder = awaited(id);

	add(text, "%sT%d ", text->length ? "; " : "", id);
	if (op->kind == OP_JOIN)
		add(text, "waits for T%d to end", holder);
	else if (is_asleep(id))
		add(text, "waits on condition {%p}", op->object);
	else if (op->kind == OP_WAKE)
		add(text, "was woken on condition {%p} and waits to lock {%p}", op->object,
		    op->second);
	else
		add(text, "waits to %s {%p}", op_wish(op->kind), op->object);
	if (holder < 0 || op->kind == OP_JOIN)
		return;
	if (engine_thread(holder)->op)
		add(text, ", which T%d holds", holder);
	else
		add(text, ", which T%d held when it ended", holder);
}

/* Where to point: the first of the waiting threads that was chosen by the caller. */
static _Noreturn void fail_at(int id, enum failure_kind kind, const struct text *text)
{
	const struct op *op = engine_thread(id)->op;

	engine_fail_for(id, kind, op->pc, op->object, "%s", text->at);
}

static _Noreturn void tell_cycle(int start)
{
	struct text text = {.length = 0};
	int id = start;

	do {
		tell_wait(&text, id);
		id = awaited(id);
	} while (id != start);
	fail_at(start, FAILURE_DEADLOCK, &text);
}

void standstill_deadlock(void)
{
	struct text text = {.length = 0};
	int cycle = find_cycle();
	int first = -1;
	bool on_condition = false;

	if (cycle >= 0)
		tell_cycle(cycle);
	for (int id = 0; id < engine_thread_count(); id++) {
		const struct op *op = engine_thread(id)->op;

		if (!op)
			continue;
		tell_wait(&text, id);
		if (first < 0 || (is_asleep(id) && !on_condition))
			first = id;
		on_condition |= is_asleep(id);
	}
	fail_at(first, on_condition ? FAILURE_LOST_WAKEUP : FAILURE_DEADLOCK, &text);
}

void standstill_needless(int id, bool spins)
{
	struct text text = {.length = 0};

	if (spins)
		add(&text, "T%d repeats the same steps until another thread goes on", id);
	else
		tell_wait(&text, id);
	add(&text, ", though they have nothing to do with each other");
	fail_at(id, FAILURE_WAIT, &text);
}

void standstill_livelock(uint64_t mask)
{
	struct text text = {.length = 0};
	int first = -1;

	for (int id = 0; id < engine_thread_count(); id++) {
		if (!(mask >> id & 1))
			continue;
		add(&text, "%sT%d", text.length ? ", " : "", id);
		if (first < 0)
			first = id;
	}
	add(&text, " repeat%s the same steps forever: nobody is left to change what %s waiting for",
	    mask & (mask - 1) ? "" : "s", mask & (mask - 1) ? "they are" : "it is");
	fail_at(first, FAILURE_LIVELOCK, &text);
}

void standstill_blocks_all(int id)
{
	struct text text = {.length = 0};
	int holder = awaited(id);

	tell_wait(&text, id);
	add(&text, ", and so blocks the OS thread that runs all coroutines: ");
	if (holder >= 0 && holder != id && engine_thread(holder)->op)
		add(&text, "T%d can never go on", holder);
	else
		add(&text, "none of them can go on to change that");
	fail_at(id, FAILURE_DEADLOCK, &text);
}

void standstill_never_pauses(int id)
{
	struct text text = {.length = 0};

	add(&text,
	    "T%d repeats the same steps forever and never pauses: no other coroutine can go on to "
	    "change what it is waiting for",
	    id);
	fail_at(id, FAILURE_LIVELOCK, &text);
}

void standstill_spins(int id, unsigned rounds)
{
	struct text text = {.length = 0};

	if (rounds == 0)
		tell_wait(&text, id);
	else
		add(&text, "T%d has come back to where it was", id);
	if (rounds > 1)
		add(&text, " %u times in a row", rounds);
	add(&text, "%s: it looks again and again instead of sleeping until it is woken",
	    rounds ? ", and nothing has changed meanwhile" : "");
	fail_at(id, FAILURE_SPIN, &text);
}

void standstill_times_out(int id)
{
	struct text text = {.length = 0};

	tell_wait(&text, id);
	add(&text, ", and nobody is left to wake it: when its time is up it looks again and again "
		   "instead of sleeping until it is woken");
	fail_at(id, FAILURE_SPIN, &text);
}

void standstill_hurried(int id)
{
	struct text text = {.length = 0};

	tell_wait(&text, id);
	add(&text, ", in a call that must not wait");
	fail_at(id, FAILURE_WAIT, &text);
}
