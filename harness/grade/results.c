/* results.c: marks for machines: Gradescope's results.json, and JUnit's XML. */
#include "grade/fix.h"

#include "base/die.h"
#include "base/file.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int score_of(const struct fix *fix, int i)
{
	return fix->verdict[i].result == GRADE_PASSED ? grading.checks[i].points : 0;
}

int results_score(const struct fix *fix)
{
	int score = 0;

	for (int i = 0; grading.checks[i].name; i++)
		score += score_of(fix, i);
	return score;
}

int results_most(void)
{
	int most = 0;

	for (int i = 0; grading.checks[i].name; i++)
		most += grading.checks[i].points;
	return most;
}

/* What is no UTF-8 (a fix may print anything) is replaced. */
static json_t *text_json(const char *text)
{
	json_t *json = json_string(text);
	char *copy;

	if (json)
		return json;
	copy = strdup(text);
	if (!copy)
		die_system("no memory for results");
	for (char *at = copy; *at; at++)
		if ((unsigned char)*at >= 0x80)
			*at = '?';
	json = json_string(copy);
	free(copy);
	return json;
}

/* For whoever wants to know which misconceptions a class has. */
static json_t *tags_json(const struct grade_verdict *verdict)
{
	json_t *tags = json_array();

	if (verdict->misconception)
		json_array_append_new(tags, json_string(verdict->misconception->name));
	return tags;
}

static json_t *test_json(const struct fix *fix, int i)
{
	const struct grade_check *check = &grading.checks[i];
	const struct grade_verdict *verdict = &fix->verdict[i];
	char number[16];

	snprintf(number, sizeof number, "%d", i + 1);
	return json_pack("{s:i, s:i, s:s, s:s, s:s, s:o, s:s, s:s, s:o}", "score", score_of(fix, i),
			 "max_score", check->points, "status",
			 verdict->result == GRADE_PASSED ? "passed" : "failed", "name", check->name,
			 "number", number, "output",
			 text_json(verdict->evidence ? verdict->evidence : "not run\n"),
			 "output_format", "md", "visibility", "visible", "tags",
			 tags_json(verdict));
}

static json_t *all_json(const struct fix *fix)
{
	json_t *tests = json_array();

	for (int i = 0; grading.checks[i].name; i++)
		json_array_append_new(tests, test_json(fix, i));
	return json_pack("{s:i, s:i, s:f, s:s, s:s, s:{s:I}, s:o}", "score", results_score(fix),
			 "max_score", results_most(), "execution_time", fix->seconds, "visibility",
			 "visible", "stdout_visibility", "hidden", "extra_data", "most_memory_mib",
			 (json_int_t)(build_most_memory() >> 20), "tests", tests);
}

static int write_text(const struct fix *fix, const char *name, const char *text)
{
	char path[2 * PATH_MAX];

	snprintf(path, sizeof path, "%s/%s", fix->folder, name);
	return file_replace(path, text, strlen(text));
}

/* ---- JUnit ---- */

static void put_escaped(FILE *file, const char *text)
{
	for (; *text; text++) {
		unsigned char byte = (unsigned char)*text;

		if (byte == '<' || byte == '&' || byte == '>' || byte == '"')
			fprintf(file, "&#%d;", byte);
		else if ((byte < 0x20 && byte != '\n' && byte != '\t') || byte >= 0x7f)
			fputc('?', file);
		else
			fputc(byte, file);
	}
}

static void put_case(FILE *file, const struct fix *fix, int i)
{
	const struct grade_verdict *verdict = &fix->verdict[i];

	fprintf(file, "  <testcase classname=\"%s\" name=\"", fix->id);
	put_escaped(file, grading.checks[i].name);
	fputs("\">", file);
	if (verdict->result == GRADE_NOT_RUN) {
		fputs("<skipped/>", file);
	} else if (verdict->result == GRADE_FAILED) {
		fputs("<failure>", file);
		put_escaped(file, verdict->evidence ? verdict->evidence : "");
		fputs("</failure>", file);
	}
	fputs("</testcase>\n", file);
}

static int write_junit(const struct fix *fix)
{
	char *text;
	size_t size;
	FILE *file = open_memstream(&text, &size);
	int failed;

	if (!file)
		die_system("no memory for results");
	fprintf(file, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"%s\">\n",
		fix->id);
	for (int i = 0; grading.checks[i].name; i++)
		put_case(file, fix, i);
	fputs("</testsuite>\n", file);
	if (fclose(file) != 0)
		die_system("no memory for results");
	failed = write_text(fix, "junit.xml", text);
	free(text);
	return failed;
}

void results_remove(const struct fix *fix)
{
	static const char *const names[] = {"results.json", "junit.xml", "feedback.md"};
	char path[2 * PATH_MAX];

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		snprintf(path, sizeof path, "%s/%s", fix->folder, names[i]);
		if (remove(path) != 0 && errno != ENOENT)
			die_system("cannot remove %s, which is of an earlier grade", path);
	}
}

int results_write(const struct fix *fix)
{
	json_t *json = all_json(fix);
	char *text = json ? json_dumps(json, JSON_INDENT(1)) : NULL;
	int failed;

	if (!text)
		BUG("the results have no JSON form");
	failed = write_junit(fix) != 0 ? -1 : write_text(fix, "results.json", text);
	free(text);
	json_decref(json);
	return failed;
}
