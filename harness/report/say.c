/* say.c: what the sections of the page share (see overview.h). */
#include "report/overview.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

bool overview_is_ours(const struct overview_lab *lab)
{
	return lab->json && !(lab->state & OVERVIEW_ELSEWHERE);
}

void overview_verdict(struct page *page, bool is_decided, bool holds)
{
	if (!is_decided)
		page_markup(page, "<span class='verdict open'>? not decided</span>");
	else if (holds)
		page_markup(page, "<span class='verdict good'>✓ holds</span>");
	else
		page_markup(page, "<span class='verdict bad'>✗ does not hold here</span>");
}

static void add_option(char *command, size_t size, const char *format, long long value)
{
	size_t used = strlen(command);

	snprintf(command + used, size - used, format, value);
}

/* Without results: the command as it is. */
void overview_command(const struct overview_lab *lab, char *command, size_t size)
{
	const json_t *json = lab->json;
	long long workers = json_integer_value(json_object_get(json, "workers"));
	long long operations = json_integer_value(json_object_get(json, "operations"));
	long long seed = json_integer_value(json_object_get(json, "seed"));

	snprintf(command, size, "make %s", lab->id);
	if (workers > 0)
		add_option(command, size, " WORKERS=%lld", workers);
	if (operations > 0)
		add_option(command, size, " OPS=%lld", operations);
	if (seed > 0)
		add_option(command, size, " SEED=%lld", seed);
	if (strcmp(overview_text(json, "mode"), "quick") == 0)
		add_option(command, size, " QUICK=%lld", 1);
}

void overview_reproduce(struct overview *report, const struct overview_lab *lab, const char *file)
{
	char command[OVERVIEW_TEXT] = "make bench";

	if (lab)
		overview_command(lab, command, sizeof command);
	page_markup(report->page, "<p class='reproduce'>Reproduce: ");
	page_element(report->page, "code", command);
	page_markup(report->page, " · figures: <code>build/results/%s%s%s</code></p>\n",
		    lab ? lab->id : "",
		    !lab   ? ""
		    : file ? "/"
			   : ".json",
		    file ? file : "");
}

const char *overview_text(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text ? text : "";
}

double overview_number(const json_t *object, const char *key)
{
	const json_t *number = json_object_get(object, key);

	return json_is_number(number) ? json_number_value(number) : (double)NAN;
}

void overview_estimate(const json_t *object, const char *key, char *text, size_t size)
{
	const json_t *estimate = json_object_get(object, key);
	double value = overview_number(estimate, "value");

	*text = '\0';
	if (!isnan(value))
		snprintf(text, size, "%.4g [%.4g, %.4g]", value, overview_number(estimate, "low"),
			 overview_number(estimate, "high"));
}
