/*
 * steps.c: an interleaving that one can step through (see overview.h). All steps are in the page, as a
 * table with a column for each thread; the script only moves a mark, so that it can be read, printed
 * and searched without it.
 */
#include "report/overview.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#define STEPS 300 /* of a longer schedule the end is left out, and that is said */
#define THREADS 32

static bool is_told(const json_t *event)
{
	return strcmp(overview_text(event, "worth"), "told") == 0;
}

static int thread_of(const json_t *event)
{
	long long thread = json_integer_value(json_object_get(event, "thread"));

	return thread < 0 || thread >= THREADS ? 0 : (int)thread;
}

static void thread_name(int thread, char *name, size_t size)
{
	if (thread == 0)
		snprintf(name, size, "main");
	else
		snprintf(name, size, "T%d", thread);
}

/* Which threads have something to tell, as bits. */
static unsigned find_threads(const json_t *trace)
{
	const json_t *event;
	unsigned threads = 0;
	size_t i;

	json_array_foreach(trace, i, event)
	{
		if (is_told(event))
			threads |= 1u << thread_of(event);
	}
	return threads;
}

/* The thread of a column: T1, T2... and main last, since it has the least to tell. */
static int column_thread(int column)
{
	return (column + 1) % THREADS;
}

static void write_head(struct page *page, unsigned threads)
{
	char name[16];

	page_markup(page, "<thead><tr><th scope='col'>Step</th>");
	for (int column = 0; column < THREADS; column++) {
		int thread = column_thread(column);

		if (!(threads & 1u << thread))
			continue;
		thread_name(thread, name, sizeof name);
		page_element(page, "th scope='col'", name);
	}
	page_markup(page, "<th scope='col'>Where</th></tr></thead>\n<tbody>\n");
}

/* What memory holds after the step, for the script: a name and its value. */
static void write_memory(struct page *page, const json_t *event)
{
	if (!json_is_true(json_object_get(event, "writes")) || !*overview_text(event, "name") ||
	    !*overview_text(event, "after_name"))
		return;
	page_markup(page, " data-name='");
	page_say(page, overview_text(event, "name"));
	page_markup(page, "' data-value='");
	page_say(page, overview_text(event, "after_name"));
	page_markup(page, "'");
}

static void write_cell(struct page *page, const json_t *event, int interrupted)
{
	char name[16];

	if (interrupted >= 0) {
		thread_name(interrupted, name, sizeof name);
		page_markup(page, "<span class='switch'>%s is interrupted here</span>", name);
	}
	page_element(page, "code", overview_text(event, "text"));
	page_markup(page, "<span class='telling'>");
	page_say(page, overview_text(event, "telling"));
	page_markup(page, "</span>");
}

static void write_place(struct page *page, const json_t *event)
{
	const char *file = overview_text(event, "file"), *slash = strrchr(file, '/');

	page_markup(page, "<td class='where' data-head='Where'>");
	if (*file)
		page_print(page, "%s:%lld", slash ? slash + 1 : file,
			   (long long)json_integer_value(json_object_get(event, "line")));
	page_markup(page, "</td></tr>\n");
}

static void write_step(struct page *page, const json_t *event, int number, unsigned threads,
		       int interrupted)
{
	char name[16];

	page_markup(page, "<tr%s", interrupted >= 0 ? " class='preempts'" : "");
	write_memory(page, event);
	page_markup(page, "><th scope='row'>%d</th>", number);
	for (int column = 0; column < THREADS; column++) {
		int thread = column_thread(column);

		if (!(threads & 1u << thread))
			continue;
		thread_name(thread, name, sizeof name);
		page_markup(page, "<td data-head='%s'>", name);
		if (thread == thread_of(event))
			write_cell(page, event, interrupted);
		page_markup(page, "</td>");
	}
	write_place(page, event);
}

/* Returns how many steps there are; of these at most STEPS are written. */
static int write_steps(struct page *page, const json_t *trace, unsigned threads)
{
	const json_t *event;
	int number = 0, last = -1, interrupted = -1;
	size_t i;

	json_array_foreach(trace, i, event)
	{
		/* The interruption may come with a step that is not told. */
		if (json_is_true(json_object_get(event, "preempts")) && last >= 0)
			interrupted = last;
		last = thread_of(event);
		if (!is_told(event))
			continue;
		if (number++ < STEPS)
			write_step(page, event, number, threads, interrupted);
		interrupted = -1;
	}
	return number;
}

static void write_diagram(struct page *page, const json_t *trace, const char *label)
{
	unsigned threads = find_threads(trace);
	int steps;

	page_markup(page, "<div class='stepper' role='group' aria-label='");
	page_say(page, label);
	page_markup(page, "'>\n<div class='scroll' tabindex='0' role='group' aria-label='Steps: ");
	page_say(page, label);
	page_markup(page, "'><table class='steps cards'>\n");
	write_head(page, threads);
	steps = write_steps(page, trace, threads);
	page_markup(page, "</tbody></table></div>\n");
	if (steps > STEPS)
		page_markup(page, "<p class='note'>The first %d of %d steps.</p>\n", STEPS, steps);
	page_markup(page, "</div>\n");
}

/* ---- around it ------------------------------------------------------------------------------- */

static void write_outcomes(struct page *page, const json_t *exploration)
{
	const json_t *list = json_object_get(exploration, "outcomes"), *outcome;
	size_t i;

	if (!json_array_size(list))
		return;
	page_markup(page,
		    "<p>Of all schedules that differ in more than the order of independent "
		    "steps%s: ",
		    json_is_true(json_object_get(exploration, "complete")) ? ""
									   : " (as far as tried)");
	json_array_foreach(list, i, outcome)
	{
		page_print(page, "%s%lld %s%s", i ? ", " : "",
			   (long long)json_integer_value(json_object_get(outcome, "schedules")),
			   overview_text(outcome, "outcome"),
			   json_is_true(json_object_get(outcome, "forbidden")) ? " (forbidden)"
									       : "");
	}
	page_markup(page, ".</p>\n");
}

static void write_verdict(struct page *page, const json_t *exploration, const json_t *result)
{
	page_markup(page, "<p>");
	if (json_is_true(json_object_get(exploration, "failed")))
		page_print(page, "Fails: %s", overview_text(result, "text"));
	else
		page_print(
			page, "The explorer's verdict: %s, after %lld schedules",
			overview_text(exploration, "verdict"),
			(long long)json_integer_value(json_object_get(exploration, "schedules")));
	page_markup(page, ".</p>\n");
}

static void write_replay(struct page *page, const struct overview_lab *lab,
			 const json_t *exploration)
{
	char command[OVERVIEW_TEXT];

	overview_command(lab, command, sizeof command);
	page_markup(page, "<p class='reproduce'>Reproduce: ");
	page_element(page, "code",
		     *overview_text(exploration, "replay") ? overview_text(exploration, "replay")
							   : command);
	page_markup(page, "</p>\n");
}

void overview_steps(struct overview *report, const struct overview_lab *lab,
		    const json_t *exploration)
{
	struct page *page = report->page;
	const char *headline = overview_text(exploration, "headline");
	char path[PATH_MAX];
	json_t *result, *trace;

	snprintf(path, sizeof path, "%s/%s/%s", report->options.results, lab->id,
		 overview_text(exploration, "steps"));
	result = json_load_file(path, JSON_ALLOW_NUL, NULL);
	trace = json_object_get(result, "trace");
	page_element(page, "h4", headline);
	write_verdict(page, exploration, result);
	if (!result)
		page_element(page, "p class='note'", "Its steps are missing or damaged.");
	else if (json_is_true(json_object_get(exploration, "failed")) && json_array_size(trace))
		write_diagram(page, trace, headline);
	write_outcomes(page, exploration);
	write_replay(page, lab, exploration);
	json_decref(result);
}
