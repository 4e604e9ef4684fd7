/* report.c: findings (see gate.h and internal.h). */
#include "gate/internal.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is_same(const struct gate_finding *a, const struct gate_finding *b)
{
	return a->line == b->line && strcmp(a->what, b->what) == 0 &&
	       strcmp(a->symbol, b->symbol) == 0 && strcmp(a->file, b->file) == 0;
}

static bool is_known(const struct gate_report *report, const struct gate_finding *finding)
{
	for (int i = 0; i < gate_shown(report); i++)
		if (is_same(&report->finding[i], finding))
			return true;
	return false;
}

/* What the fix chose the letters of ends up at a terminal. */
static void copy(char *to, const char *from, size_t size)
{
	size_t i;

	for (i = 0; from[i] && i + 1 < size; i++)
		to[i] = (unsigned char)from[i] < ' ' || from[i] == 127 ? '?' : from[i];
	to[i] = '\0';
}

static void add(struct check *check, struct gate_finding *finding, const char *symbol,
		const struct objection *objection)
{
	struct gate_report *report = check->report;

	check->refusals++;
	if (!*finding->file)
		copy(finding->file, check->policy->sources[0], sizeof finding->file);
	copy(finding->symbol, symbol, sizeof finding->symbol);
	copy(finding->what, objection->what, sizeof finding->what);
	copy(finding->why, objection->why, sizeof finding->why);
	copy(finding->remedy, objection->remedy ? objection->remedy : "", sizeof finding->remedy);
	if (is_known(report, finding))
		return;
	if (report->count < GATE_FINDINGS)
		report->finding[report->count] = *finding;
	if (report->count < INT_MAX)
		report->count++;
}

void refuse_line(struct check *check, int line, const char *symbol,
		 const struct objection *objection)
{
	struct gate_finding finding = {.line = line};

	add(check, &finding, symbol, objection);
}

static int guess_line(const struct check *check, const char *symbol,
		      const struct objection *objection)
{
	const char *fix = check->policy->fix;
	int line = 0;

	if (fix && *symbol)
		line = source_find(fix, symbol);
	if (fix && line == 0 && objection->hint)
		line = source_find(fix, objection->hint);
	return line;
}

void refuse(struct check *check, long debug, const char *symbol, const struct objection *objection)
{
	struct gate_finding finding = {.line = 0};
	char file[GATE_PATH];

	finding.line = module_place(check->module, debug, file, sizeof file);
	copy(finding.file, file, sizeof finding.file);
	if (finding.line == 0)
		finding.line = guess_line(check, symbol, objection);
	add(check, &finding, symbol, objection);
}

static int compare(const void *a, const void *b)
{
	const struct gate_finding *one = a, *other = b;
	unsigned line = (unsigned)one->line - 1, than = (unsigned)other->line - 1;

	return (line > than) - (line < than);
}

void report_sort(struct gate_report *report)
{
	qsort(report->finding, (size_t)gate_shown(report), sizeof report->finding[0], compare);
}

int gate_shown(const struct gate_report *report)
{
	return report->count < GATE_FINDINGS ? report->count : GATE_FINDINGS;
}

const char *gate_describe(const struct gate_finding *finding, char *text, size_t size)
{
	bool apart = *finding->symbol && strcmp(finding->symbol, finding->what) != 0;
	char place[GATE_PATH + 16];

	if (finding->line > 0)
		snprintf(place, sizeof place, "%s:%d", finding->file, finding->line);
	else
		snprintf(place, sizeof place, "%s", finding->file);
	snprintf(text, size, "%s: %s%s%s%s is not allowed here: %s%s%s", place, finding->what,
		 apart ? " (" : "", apart ? finding->symbol : "", apart ? ")" : "", finding->why,
		 *finding->remedy ? "; " : "", finding->remedy);
	return text;
}
