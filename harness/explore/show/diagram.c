/*
 * diagram.c: the failing schedule, a column for each thread (see show.h).
 *
 * Told are the steps on memory that several threads touch, and on locks and the like; the rest is
 * folded. A line of source is shown once for all steps that it takes in a row.
 */
#include "explore/show/show.h"

#include "base/term.h"
#include "explore/show/names.h"
#include "explore/show/places.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MARGIN 2
#define NARROWEST 24
#define CELL 400
#define MOST_EVENTS 1500 /* of a longer schedule only the end is drawn */
#define TAIL 200

struct row {
	int thread;
	const struct place *place;
	char text[CELL];
};

static struct {
	const struct explore_result *result;
	int threads, width;
	uint32_t first, last; /* events while there is more than one thread */
	unsigned folded;      /* steps since the last row */
	struct row row;	      /* being collected; thread -1: none */
} drawing;

static int thread_of(const struct event *event)
{
	return event->actor % ENGINE_THREADS;
}

/* The part in which there is more than one thread: what main prepares before is no news. */
static void find_window(const struct trace *trace, uint32_t *first, uint32_t *last)
{
	*first = trace->count;
	*last = 0;
	for (uint32_t i = 0; i < trace->count; i++) {
		if (thread_of(&trace->at[i]) == 0)
			continue;
		if (i < *first)
			*first = i;
		*last = i;
	}
}

static bool overlaps(const struct event *one, const struct event *other)
{
	return one->has_values && other->has_values && other->object < one->object + one->size &&
	       one->object < other->object + other->size;
}

/* Whether in the window several threads touch these bytes, and one of them writes. */
static bool is_shared(const struct trace *trace, const struct event *event)
{
	uint32_t threads = 0;
	bool written = false;

	for (uint32_t i = drawing.first; i <= drawing.last && i < trace->count; i++) {
		const struct event *other = &trace->at[i];

		if (!overlaps(event, other))
			continue;
		threads |= UINT32_C(1) << thread_of(other);
		written |= other->writes;
	}
	return written && threads & (threads - 1);
}

static bool is_told(const struct trace *trace, const struct event *event)
{
	switch (event->kind) {
	case OP_BEGIN:
	case OP_END:
	case OP_ALLOCATE:
	case OP_INIT:
	case OP_CREATE:
	case OP_CLOCK:
	case OP_EXIT:
		return false;
	default:
		/* What main does after the others is looking at the outcome. */
		return !event->has_values || is_shared(trace, event);
	}
}

/* ---- text ---- */

static void append(char *text, const char *more)
{
	size_t length = strlen(text);

	snprintf(text + length, CELL - length, "%s%s", length ? "\n" : "", more);
}

static void describe_access(const struct event *event, const char *name, char *text, size_t size)
{
	char before[32], after[32];

	names_value(event, event->before, before, sizeof before);
	names_value(event, event->after, after, sizeof after);
	if (!event->writes)
		snprintf(text, size, "  reads %s: %s", name, before);
	else if (event->kind == OP_ATOMIC_UPDATE)
		snprintf(text, size, "  updates %s: %s -> %s", name, before, after);
	else
		snprintf(text, size, "  writes %s: %s (was %s)", name, after, before);
}

static void describe(const struct event *event, const struct place *place, char *text, size_t size)
{
	char name[PLACE_TEXT];

	if (place->subject[0] && event->has_values)
		snprintf(name, sizeof name, "%s", place->subject);
	else
		names_find(&drawing.result->trace, event->object, name, sizeof name);
	if (event->has_values)
		describe_access(event, name, text, size);
	else if (event->kind == OP_JOIN)
		snprintf(text, size, "  joins %s", show_thread((int)event->result));
	else if (event->kind == OP_PRINT)
		snprintf(text, size, "  prints %.40s", event->text);
	else if (event->kind == OP_EXPIRE)
		snprintf(text, size, "  wakes up without a signal, or times out");
	else if (event->object)
		snprintf(text, size, "  %s %s", op_name(event->kind), name);
	else
		snprintf(text, size, "  %s", op_name(event->kind));
}

/* ---- rows ---- */

/* Where to break a line: at a blank, if there is one in its second half. */
static int fold_at(const char *text, int length, int room)
{
	if (length <= room)
		return length;
	for (int i = room; i > room / 2; i--)
		if (text[i] == ' ')
			return i;
	return room;
}

/* One line of a cell, or as much as fits into the column; returns the rest. */
static const char *print_piece(int thread, const char *text, const char *style)
{
	int room = drawing.width - 2;
	int length = (int)strcspn(text, "\n");
	int piece = fold_at(text, length, room);

	for (int column = 0; column < drawing.threads; column++) {
		if (column == thread)
			printf("%*s%s%-*.*s%s", column ? 2 : MARGIN, column ? "| " : "", style,
			       drawing.width - 2, piece, text, term_style(TERM_PLAIN));
		else
			printf("%*s%-*s", column ? 2 : MARGIN, column ? "| " : "",
			       drawing.width - 2, "");
	}
	putchar('\n');
	text += piece;
	return *text == '\n' || (*text == ' ' && piece > 0) ? text + 1 : text;
}

static void flush_row(void)
{
	const struct row *row = &drawing.row;
	const char *text = row->text;

	if (row->thread < 0)
		return;
	if (row->place->source[0])
		for (const char *source = row->place->source; *source;)
			source = print_piece(row->thread, source, term_style(TERM_BOLD));
	while (*text)
		text = print_piece(row->thread, text, term_style(TERM_PLAIN));
	drawing.row.thread = -1;
	drawing.row.text[0] = '\0';
}

static void flush_folded(void)
{
	if (drawing.folded > 0)
		printf("%s  ... %u step%s that nobody else can notice%s\n", term_style(TERM_DIM),
		       drawing.folded, drawing.folded == 1 ? "" : "s", term_style(TERM_PLAIN));
	drawing.folded = 0;
}

static void print_switch(const struct event *event, const struct event *before)
{
	flush_row();
	flush_folded();
	printf("%s  ---- %s is interrupted here; %s goes on ----%s\n", term_style(TERM_NOTE),
	       show_thread(before->actor), show_thread(event->actor), term_style(TERM_PLAIN));
}

static void add_event(const struct event *event)
{
	const struct place *place = places_find(event->pc);
	char text[CELL];

	if (drawing.row.thread != thread_of(event) || drawing.row.place != place) {
		if (drawing.row.thread != thread_of(event) ||
		    drawing.row.place->line != place->line)
			flush_row();
	}
	if (drawing.row.thread < 0)
		flush_folded();
	drawing.row.thread = thread_of(event);
	drawing.row.place = place;
	describe(event, place, text, sizeof text);
	append(drawing.row.text, text);
}

static void print_heads(void)
{
	for (int column = 0; column < drawing.threads; column++)
		printf("%*s%s%-*s%s", column ? 2 : MARGIN, column ? "| " : "",
		       term_style(TERM_BOLD), drawing.width - 2, show_thread(column),
		       term_style(TERM_PLAIN));
	putchar('\n');
}

static int count_threads(const struct trace *trace)
{
	int most = 0;

	for (uint32_t i = 0; i < trace->count; i++)
		if (thread_of(&trace->at[i]) > most)
			most = thread_of(&trace->at[i]);
	return most + 1;
}

void show_diagram(const struct explore_result *result, const char *program)
{
	const struct trace *trace = &result->trace;
	uint32_t begin = 0;

	if (trace->count == 0)
		return;
	places_open(program);
	drawing.result = result;
	drawing.threads = count_threads(trace);
	drawing.width = (term_width() - MARGIN) / drawing.threads;
	if (drawing.width < NARROWEST)
		drawing.width = NARROWEST;
	drawing.folded = 0;
	drawing.row.thread = -1;
	find_window(trace, &drawing.first, &drawing.last);
	if (trace->count > MOST_EVENTS) {
		begin = trace->count - TAIL;
		drawing.first = begin;
		drawing.folded = begin;
	}
	print_heads();
	for (uint32_t i = begin; i < trace->count; i++) {
		if (trace->at[i].preempts && i > 0)
			print_switch(&trace->at[i], &trace->at[i - 1]);
		if (is_told(trace, &trace->at[i]))
			add_event(&trace->at[i]);
		else
			drawing.folded++;
	}
	flush_row();
	flush_folded();
	places_close();
}
