/* labs.c: a lab's section: what it found, its pictures, its interleavings, its handout (see overview.h). */
#include "report/overview.h"

#include <glob.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define SAME(a, b) (strcmp(a, b) == 0)
#define COLUMNS 18

static void begin_table(struct page *page, const char *label, const char *const *heads)
{
	page_markup(page, "<div class='scroll' tabindex='0' role='group' aria-label='");
	page_say(page, label);
	page_markup(page, "'><table>\n<thead><tr>");
	for (; *heads; heads++)
		page_element(page, "th scope='col'", *heads);
	page_markup(page, "</tr></thead>\n<tbody>\n");
}

static void end_table(struct page *page)
{
	page_markup(page, "</tbody></table></div>\n");
}

static const json_t *list_of(const struct overview_lab *lab, const char *key)
{
	const json_t *list = json_object_get(lab->json, key);

	return json_array_size(list) ? list : NULL;
}

static void write_integer(struct page *page, const json_t *object, const char *key)
{
	page_markup(page, "<td>%lld</td>",
		    (long long)json_integer_value(json_object_get(object, key)));
}

/* ---- outcomes -------------------------------------------------------------------------------- */

static void begin_outcomes(struct page *page, const json_t *first)
{
	const char *heads[COLUMNS] = {"Variant", "Model", "Runs"};
	const char *name;
	json_t *count;
	int heads_used = 3;

	json_object_foreach(json_object_get(first, "outcomes"), name, count)
	{
		if (heads_used < COLUMNS - 2)
			heads[heads_used++] = name;
	}
	heads[heads_used] = "Forbidden";
	begin_table(page, "What runs end with", heads);
}

static void write_outcome_row(struct page *page, const json_t *tally)
{
	long long forbidden = json_integer_value(json_object_get(tally, "forbidden"));
	const char *name;
	json_t *count;
	int columns = 3;

	page_markup(page, "<tr>");
	page_element(page, "th scope='row'", overview_text(tally, "variant"));
	page_element(page, "td", overview_text(tally, "model"));
	write_integer(page, tally, "runs");
	json_object_foreach(json_object_get(tally, "outcomes"), name, count)
	{
		if (columns++ < COLUMNS - 2)
			page_markup(page, "<td>%lld</td>", (long long)json_integer_value(count));
	}
	page_markup(page, "<td>%s%lld</td></tr>\n", forbidden ? "✗ " : "", forbidden);
}

static void write_outcomes(struct overview *report, const struct overview_lab *lab)
{
	const json_t *list = list_of(lab, "outcomes"), *tally;
	size_t i;

	if (!list)
		return;
	page_element(report->page, "h3", "What runs end with");
	begin_outcomes(report->page, json_array_get(list, 0));
	json_array_foreach(list, i, tally)
	{
		write_outcome_row(report->page, tally);
	}
	end_table(report->page);
	overview_reproduce(report, lab, "outcomes.tsv");
}

/* ---- ThreadSanitizer, cost, timelines -------------------------------------------------------- */

static void write_detection(struct overview *report, const struct overview_lab *lab)
{
	static const char *const heads[] = {"Variant",
					    "Model",
					    "ThreadSanitizer",
					    "Different kinds",
					    "Runs",
					    "In which the bug showed",
					    NULL};
	const json_t *list = list_of(lab, "detection"), *detection;
	size_t i;

	if (!list)
		return;
	page_element(report->page, "h3", "What ThreadSanitizer says");
	begin_table(report->page, "What ThreadSanitizer says", heads);
	json_array_foreach(list, i, detection)
	{
		page_markup(report->page, "<tr>");
		page_element(report->page, "th scope='row'", overview_text(detection, "variant"));
		page_element(report->page, "td", overview_text(detection, "model"));
		page_element(report->page, "td", overview_text(detection, "verdict"));
		write_integer(report->page, detection, "kinds");
		write_integer(report->page, detection, "runs");
		write_integer(report->page, detection, "shown");
		page_markup(report->page, "</tr>\n");
	}
	end_table(report->page);
	overview_reproduce(report, lab, "detection.tsv");
}

static void write_ways(struct overview *report, const json_t *timeline)
{
	static const char *const heads[] = {"Way", "All done after (ms)", "Processor time (ms)",
					    "Tasks done", NULL};
	const json_t *list = json_object_get(timeline, "ways"), *way;
	size_t i;

	begin_table(report->page, overview_text(timeline, "title"), heads);
	json_array_foreach(list, i, way)
	{
		page_markup(report->page, "<tr>");
		page_element(report->page, "th scope='row'", overview_text(way, "way"));
		if (*overview_text(way, "missing")) {
			page_markup(report->page, "<td colspan='3'>not measured: ");
			page_say(report->page, overview_text(way, "missing"));
			page_markup(report->page, "</td></tr>\n");
			continue;
		}
		page_markup(report->page, "<td>%.1f</td><td>%.1f</td>",
			    overview_number(way, "elapsed_ms"), overview_number(way, "cpu_ms"));
		write_integer(report->page, way, "finished");
		page_markup(report->page, "</tr>\n");
	}
	end_table(report->page);
}

static void write_timelines(struct overview *report, const struct overview_lab *lab)
{
	const json_t *list = list_of(lab, "timelines"), *timeline;
	size_t i;

	if (!list)
		return;
	page_element(report->page, "h3", "How long each way takes");
	json_array_foreach(list, i, timeline)
	{
		page_element(report->page, "h4", overview_text(timeline, "title"));
		write_ways(report, timeline);
	}
	overview_reproduce(report, lab, NULL);
}

/* ---- interleavings, pictures ----------------------------------------------------------------- */

static void write_explorations(struct overview *report, const struct overview_lab *lab)
{
	const json_t *list = list_of(lab, "explorations"), *exploration;
	size_t i;

	if (!list)
		return;
	page_element(report->page, "h3", "Every interleaving");
	json_array_foreach(list, i, exploration)
	{
		overview_steps(report, lab, exploration);
	}
}

/* What is drawn: what there is a picture of; and what there ought to be one of, by its unit. */
static bool is_drawn(const struct overview *report, const struct overview_lab *lab,
		     const char *path, const char *name)
{
	char picture[PATH_MAX];
	struct table *table;
	bool is_experiment;

	snprintf(picture, sizeof picture, "%s/%s-%s.svg", report->options.pictures, lab->id, name);
	if (access(picture, F_OK) == 0)
		return true;
	table = table_read(path);
	is_experiment = table && table->rows > 0 && *table_fact(table, "unit");
	table_free(table);
	return is_experiment;
}

static void write_pictures(struct overview *report, const struct overview_lab *lab)
{
	char pattern[PATH_MAX], name[96];
	glob_t found;
	int pictures = 0;

	snprintf(pattern, sizeof pattern, "%s/%s/*.tsv", report->options.results, lab->id);
	if (glob(pattern, 0, NULL, &found) != 0)
		return;
	for (size_t i = 0; i < found.gl_pathc; i++) {
		const char *file = strrchr(found.gl_pathv[i], '/') + 1;

		snprintf(name, sizeof name, "%.*s", (int)strlen(file) - 4, file);
		if (!is_drawn(report, lab, found.gl_pathv[i], name))
			continue;
		if (!pictures++)
			page_element(report->page, "h3", "Pictures");
		overview_picture(report, lab, name);
	}
	globfree(&found);
}

/* ---- all of it ------------------------------------------------------------------------------- */

static void write_note(struct page *page, const char *what, const char *detail)
{
	page_markup(page, "<p class='note'>%s", what);
	if (*detail) {
		page_markup(page, ": <code>");
		page_say(page, detail);
		page_markup(page, "</code>");
	}
	page_markup(page, "</p>\n");
}

static void write_state(struct page *page, const struct overview_lab *lab)
{
	if (lab->state & OVERVIEW_FAILED)
		write_note(page,
			   lab->json ? "Its last run failed; the figures are of an earlier one"
				     : "Its last run failed",
			   lab->failure);
	if (lab->state & OVERVIEW_MISSING)
		write_note(page, "There are no results of this lab", "");
	if (lab->state & OVERVIEW_DAMAGED)
		write_note(page, "Its results are damaged or cut off", lab->damage);
	if (lab->state & OVERVIEW_VERSION)
		write_note(page, "Its results are from another version of Interleave", lab->damage);
	if (lab->state & OVERVIEW_INCOMPLETE)
		write_note(page, "A table of its results is cut off", lab->damage);
	if (lab->state & OVERVIEW_ELSEWHERE)
		write_note(page, "Measured on another machine, or under other limits",
			   lab->machine);
}

void overview_lab(struct overview *report, const struct overview_lab *lab)
{
	struct page *page = report->page;

	page_markup(page,
		    "<section id='%s' class='lab' aria-labelledby='%s-title'>\n"
		    "<h2 id='%s-title'>%s: ",
		    lab->id, lab->id, lab->id, lab->id);
	page_say(page, lab->title);
	page_markup(page, "</h2>\n");
	write_state(page, lab);
	if (lab->json) {
		write_outcomes(report, lab);
		write_detection(report, lab);
		write_explorations(report, lab);
		write_pictures(report, lab);
		write_timelines(report, lab);
	}
	overview_handout(report, lab);
	page_markup(page, "</section>\n");
}
