/*
 * diagram.c: the failing schedule, a column for each thread (see show.h).
 *
 * Told are the steps on memory that several threads touch, and on locks and the like; the rest is
 * folded. A line of source is shown once for all steps that it takes in a row.
 */
#include "explore/show/show.h"

#include "explore/show/blocks.h"
#include "explore/show/columns.h"
#include "explore/show/names.h"
#include "explore/show/places.h"
#include "explore/show/steps.h"

#include <stdio.h>
#include <string.h>

#define CELL 400
#define INDENT 2
#define MOST_EVENTS 1500 /* of a longer schedule only the end is drawn */
#define TAIL 200
#define LEGEND 12 /* blocks explained */

static struct {
	const struct trace *trace;
	uint32_t first;		   /* event with which there are other threads */
	const struct place *place; /* whose line was shown last; NULL: another row came since */
	int thread;		   /* who took it */
	unsigned folded;	   /* steps since then */
	int folder;		   /* who took them; -1: several */
} drawing;

static void print_rule(const char *text, enum term_style style)
{
	printf("  %s%s%s\n", term_style(style), text, term_style(TERM_PLAIN));
}

static void flush_folded(void)
{
	char text[64];

	snprintf(text, sizeof text, "... %u more steps", drawing.folded);
	if (drawing.folded > 1 && drawing.folder < 0)
		print_rule(text, TERM_DIM);
	else if (drawing.folded > 1) /* a single one only distracts */
		columns_print(drawing.folder, text, INDENT, TERM_DIM);
	drawing.folded = 0;
}

static void fold(const struct event *event, uint32_t shown)
{
	int thread = steps_thread(event);

	if (drawing.folded++ == 0)
		drawing.folder = shown & UINT32_C(1) << thread ? thread : -1;
	else if (drawing.folder != thread)
		drawing.folder = -1;
}

static void print_switch(const struct event *before, const struct event *event)
{
	char text[80];

	flush_folded();
	snprintf(text, sizeof text, "---- %s is interrupted here, %s goes on ----",
		 names_thread(before->actor), names_thread(event->actor));
	print_rule(text, TERM_NOTE);
	drawing.place = NULL;
}

static bool is_same_line(const struct place *one, const struct place *other)
{
	return one->line == other->line && strcmp(one->file, other->file) == 0;
}

static void print_step(uint32_t at)
{
	const struct event *event = &drawing.trace->at[at];
	const struct place *place = places_find(event->pc);
	int thread = steps_thread(event);
	char text[CELL];

	flush_folded();
	if (!drawing.place || drawing.thread != thread || !is_same_line(drawing.place, place))
		columns_print(thread, place->source, 0, TERM_BOLD);
	drawing.place = place;
	drawing.thread = thread;
	steps_describe(drawing.trace, at, text, sizeof text);
	columns_print(thread, text, INDENT, TERM_PLAIN);
}

/* Which threads have something to tell. */
static uint32_t find_threads(uint32_t begin)
{
	uint32_t threads = 0;

	for (uint32_t i = begin; i < drawing.trace->count; i++)
		if (steps_worth(drawing.trace, drawing.first, i) == STEP_TOLD)
			threads |= UINT32_C(1) << steps_thread(&drawing.trace->at[i]);
	return threads;
}

static void print_steps(uint32_t begin, uint32_t threads)
{
	const struct event *event = drawing.trace->at;

	for (uint32_t i = begin; i < drawing.trace->count; i++) {
		enum steps_worth worth = steps_worth(drawing.trace, drawing.first, i);

		if (event[i].preempts && i > begin)
			print_switch(&event[i - 1], &event[i]);
		if (worth == STEP_TOLD)
			print_step(i);
		else if (worth == STEP_FOLDED)
			fold(&event[i], threads);
	}
	flush_folded();
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* Where the blocks come from that have been named. */
static void print_legend(void)
{
	const struct trace *trace = drawing.trace;
	char label[PLACE_TEXT];
	uint32_t at = blocks_next(trace, 0);

	for (int i = 0; i < LEGEND && at < trace->count; i++) {
		const struct place *place = places_find(trace->at[at].pc);

		blocks_label(trace, at, label, sizeof label);
		if (place->line > 0)
			printf("  %s%s: allocated by %s in %s (%s:%d)%s\n", term_style(TERM_DIM),
			       label, names_thread(trace->at[at].actor), place->function,
			       base_name(place->file), place->line, term_style(TERM_PLAIN));
		at = blocks_next(trace, at + 1);
	}
}

static void print_diagram(uint32_t begin, uint32_t threads)
{
	columns_begin(threads);
	print_steps(begin, threads);
	if (drawing.trace->overflowed)
		print_rule("(the schedule goes on: it is too long to be kept whole)", TERM_DIM);
	print_legend();
}

void show_diagram(const struct explore_result *result, const char *program)
{
	const struct trace *trace = &result->trace;
	uint32_t begin = trace->count > MOST_EVENTS ? trace->count - TAIL : 0, threads;

	if (trace->count == 0)
		return;
	places_open(program);
	blocks_begin();
	drawing.trace = trace;
	drawing.first = steps_find_others(trace);
	drawing.folded = begin;
	drawing.folder = -1;
	drawing.place = NULL;
	if (drawing.first < begin)
		drawing.first = begin;
	threads = find_threads(begin);
	if (threads)
		print_diagram(begin, threads);
	places_close();
}
