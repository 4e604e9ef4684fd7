/*
 * tips.c: which row of a table a mark in a picture stands for (see tips.h).
 *
 * gnuplot draws the points of a plot in the order of the rows, and calls the plot after what its key
 * says: the series or the variant. If rows and marks are as many, they belong together; if not, nothing
 * is said rather than something wrong.
 */
#include "report/tips.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SAME(a, b) (strcmp(a, b) == 0)

/* An experiment's rows are also about other measures and about what could not be measured. */
static bool is_drawn(const struct table *table, int row, const char *measure)
{
	if (table_column(table, "measure") < 0)
		return true;
	return SAME(table_value(table, row, "measure"), measure) &&
	       isdigit((unsigned char)*table_value(table, row, "value"));
}

static const char *base_name(const char *name)
{
	const char *slash = strrchr(name, '/');

	return slash ? slash + 1 : name;
}

/* "broken again (control)" is the twin's. */
static bool is_called(const struct table *table, int row, const char *title)
{
	static const char *const names[] = {"series", "variant", "subject"};
	bool is_twin = strstr(title, " again (control)") != NULL;

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const char *name = table_value(table, row, names[i]);

		if (SAME(base_name(name), title) || SAME(name, title) ||
		    (is_twin && SAME(name, "twin")))
			return true;
	}
	return false;
}

/* Cut "threads: switches" in two; else it is the value that is drawn. */
static const char *split_measure(const struct table *table, char *title)
{
	char *colon = strrchr(title, ':');

	if (!colon || colon[1] != ' ' || table_column(table, "measure") < 0)
		return "value";
	*colon = '\0';
	return colon + 2;
}

static int find_called(const struct table *table, const char *title, const char *measure,
		       const char *placement, int *rows)
{
	int count = 0;

	for (int row = 0; row < table->rows && count < TIPS_ROWS; row++)
		if (is_drawn(table, row, measure) && is_called(table, row, title) &&
		    (!placement || SAME(table_value(table, row, "placement"), placement)))
			rows[count++] = row;
	return count;
}

/* Without a parameter, each plot is one point: the known curves in their order, then the twin. */
static int find_single(const struct table *table, int plot, int *rows)
{
	int known = 0;

	for (int row = 0; row < table->rows; row++) {
		if (is_drawn(table, row, "value") && ++known == plot) {
			*rows = row;
			return 1;
		}
	}
	return 0;
}

static bool has_no_parameter(const struct table *table)
{
	return *table_fact(table, "unit") && !*table_fact(table, "parameter");
}

int tips_points(const struct table *table, const char *title, int plot, int marks, int *rows)
{
	/* A subject without its placement, where there are two: across cores (plots/README.md). */
	static const char *const placements[] = {NULL, "across cores"};
	char name[256];
	const char *measure;

	if (has_no_parameter(table))
		return marks >= 1 ? find_single(table, plot, rows) : 0;
	snprintf(name, sizeof name, "%s", title);
	measure = split_measure(table, name);
	for (size_t i = 0; i < sizeof placements / sizeof *placements; i++) {
		int count = find_called(table, name, measure, placements[i], rows);

		if (count > 0 && count == marks)
			return count;
	}
	return 0;
}

/* Plots 1 to 7 are of what runs, 8 to 14 of what waits, by task. A bar for the core, one for the task. */
int tips_bars(const struct table *table, int plot, int marks, int *rows)
{
	const char *state = plot <= 7 ? "running" : "waiting";
	int count = 0, times = 1;

	if (plot > 14)
		return 0;
	if (plot <= 7 && atoi(table_fact(table, "tasks")) <= 8)
		times = 2;
	for (int row = 0; row < table->rows; row++)
		for (int i = 0; i < times && count < TIPS_ROWS; i++)
			if (atoi(table_value(table, row, "task")) % 7 == (plot - 1) % 7 &&
			    SAME(table_value(table, row, "state"), state))
				rows[count++] = row;
	return count == marks ? count : 0;
}

/* ---- a row in words -------------------------------------------------------------------------- */

static void say_span(struct page *page, const struct table *table, int row)
{
	double start = atof(table_value(table, row, "start_ms"));
	double stop = atof(table_value(table, row, "stop_ms"));

	page_print(page, "%s: task %d is %s on core %s from %.1f to %.1f ms",
		   table_value(table, row, "way"), atoi(table_value(table, row, "task")) + 1,
		   table_value(table, row, "state"), table_value(table, row, "core"), start, stop);
}

static void say_figure(struct page *page, const struct table *table, int row)
{
	const char *parameter = table_fact(table, "parameter");
	const char *measure = table_value(table, row, "measure");

	page_say(page, table_value(table, row, "series"));
	if (*parameter)
		page_print(page, ", %s %s", parameter, table_value(table, row, "parameter"));
	page_print(page, ": %.4g [%.4g, %.4g] %s", atof(table_value(table, row, "value")),
		   atof(table_value(table, row, "low")), atof(table_value(table, row, "high")),
		   SAME(measure, "value") ? table_fact(table, "unit") : measure);
}

static void say_columns(struct page *page, const struct table *table, int row)
{
	for (int column = 0; column < table->columns; column++) {
		page_print(page, "%s%s: %s", column ? ", " : "", table->column[column],
			   table_cell(table, row, column));
		if (column == 12)
			break; /* what follows are counts and checks */
	}
}

void tips_say(struct page *page, const struct table *table, int row)
{
	if (table_column(table, "start_ms") >= 0)
		say_span(page, table, row);
	else if (table_column(table, "measure") >= 0)
		say_figure(page, table, row);
	else
		say_columns(page, table, row);
}
