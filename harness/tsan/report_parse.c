/*
 * report_parse.c: from the records of a program to a list of distinct reports (see report.h).
 *
 * One pass over the lines drafts one report after the other; at the end of each it is ordered,
 * described and merged with its equals (report_internal.h says where). Here is what makes a record
 * whole: the program may be killed at any byte, and others go on writing after it.
 */
#include "tsan/report_internal.h"

#include "tsan/record.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct parse {
	struct report_list *list;
	size_t room;		   /* reports that the list has space for */
	struct report_draft draft; /* the one being read */
	bool open;		   /* between "report" and "end" */
	bool broken;		   /* a line of it made no sense */
};

static void begin_record(struct parse *parse, const struct record_line *line)
{
	report_begin(&parse->draft, line);
	parse->open = true;
	parse->broken = false;
}

static int end_record(struct parse *parse)
{
	struct report *report = &parse->draft.report;

	parse->open = false;
	if (strcmp(report->type, RECORD_CANARY) == 0) {
		parse->list->canary = true;
		return 0;
	}
	report_order(report, &parse->draft.location);
	report_describe(report, &parse->draft.location);
	return report_merge(parse->list, &parse->room, report);
}

/* "rep", "report", "report data-r": the head of a record that was cut off by a kill. */
static bool is_torn_head(const char *text)
{
	size_t length = strcspn(text, "\t\n"), word = strlen(RECORD_REPORT);

	return length <= word && strncmp(RECORD_REPORT, text, length) == 0;
}

static int parse_line(struct parse *parse, const struct record_line *line)
{
	if (line->fields == 1 && line->length[0] == 0)
		return 0;
	if (record_line_is(line, RECORD_REPORT, 3)) {
		begin_record(parse, line); /* one left open was cut off by a kill */
		return 0;
	}
	if (!parse->open && is_torn_head(line->field[0])) {
		parse->open = parse->broken = true;
		return 0;
	}
	if (parse->open && !record_line_is(line, RECORD_END, 1)) {
		/* Either the last line before a kill, or not ours: the end will tell. */
		if (!parse->broken)
			parse->broken = !report_add_line(&parse->draft, line);
		return 0;
	}
	if (parse->open && !parse->broken)
		return end_record(parse);
	errno = EINVAL;
	return -1;
}

static int parse_lines(struct parse *parse, const char *text)
{
	while (*text) {
		struct record_line line;
		const char *end = record_line_split(text, &line);

		/* Without its newline the last line was not written to its end. */
		if (*end == '\0' && (parse->open || is_torn_head(text)))
			return 0;
		if (parse_line(parse, &line) != 0)
			return -1;
		text = end + (*end == '\n');
	}
	return 0;
}

int report_parse(const char *text, struct report_list *list)
{
	struct parse *parse = calloc(1, sizeof *parse);
	int failed;

	*list = (struct report_list){NULL, 0, false};
	if (!parse)
		return -1;
	parse->list = list;
	failed = parse_lines(parse, text);
	if (failed)
		report_free(list);
	free(parse);
	return failed;
}

void report_free(struct report_list *list)
{
	free(list->reports);
	*list = (struct report_list){NULL, 0, false};
}
