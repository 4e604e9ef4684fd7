/*
 * report_body.c: the lines of one record into a draft of its report (report_internal.h).
 *
 * Names and frames go to the access or location that came last before them (record.h).
 */
#include "tsan/report_internal.h"

#include "tsan/record.h"

#include <stdio.h>
#include <string.h>

void report_begin(struct report_draft *draft, const struct record_line *line)
{
	memset(draft, 0, sizeof *draft);
	record_field_copy(line, 1, draft->report.type, REPORT_TEXT);
	draft->report.times = 1;
	draft->part = REPORT_PART_NONE;
}

/* ---- accesses and locations ---- */

static bool parse_act(const struct record_line *line, enum report_act *act)
{
	static const char *const words[] = {
		[REPORT_READS] = RECORD_READ,  [REPORT_WRITES] = RECORD_WRITE,
		[REPORT_HOLDS] = RECORD_HOLDS, [REPORT_TAKES] = RECORD_TAKES,
		[REPORT_CALLS] = RECORD_CALLS,
	};

	for (int i = 0; i <= REPORT_CALLS; i++)
		if (record_field_is(line, 1, words[i])) {
			*act = (enum report_act)i;
			return true;
		}
	return false;
}

static bool add_access(struct report_draft *draft, const struct record_line *line)
{
	struct report *report = &draft->report;
	struct report_access *access = &report->access[report->accesses];
	enum report_act act;

	if (!parse_act(line, &act))
		return false;
	draft->part = REPORT_PART_NONE;
	if (report->accesses == REPORT_ACCESSES)
		return true; /* a cycle of more locks than we have room for */
	access->act = act;
	access->atomic = record_field_is(line, 2, RECORD_ATOMIC);
	access->size = record_field_number(line, 3);
	access->thread = record_field_number(line, 4);
	record_field_copy(line, 5, access->who, sizeof access->who);
	report->accesses++;
	draft->part = REPORT_PART_ACCESS;
	return true;
}

static void set_location(struct report_draft *draft, const struct record_line *line)
{
	struct report_location *location = &draft->location;

	memset(location, 0, sizeof *location);
	record_field_copy(line, 1, location->kind, sizeof location->kind);
	location->bytes = record_field_number(line, 2);
	location->thread = record_field_number(line, 3);
	draft->part = REPORT_PART_LOCATION;
}

static struct report_access *last_access(struct report_draft *draft)
{
	return &draft->report.access[draft->report.accesses - 1];
}

/* ---- names and frames ---- */

static void set_name(struct report_draft *draft, const struct record_line *line, bool variable)
{
	struct report_location *location = &draft->location;

	if (draft->part == REPORT_PART_ACCESS)
		record_field_copy(line, 1, last_access(draft)->object, REPORT_NAME);
	else if (draft->part == REPORT_PART_LOCATION)
		record_field_copy(line, 1, variable ? location->global : location->name,
				  REPORT_NAME);
}

/* Of frames that are not the user's the best one stays, and only until the first that is. */
static void add_access_frame(struct report_access *access, const struct report_frame *frame)
{
	if (access->frames == 0 ||
	    (access->frames == 1 && report_frame_is_better(frame, &access->frame[0]))) {
		access->frame[0] = *frame;
		access->frames = 1;
	} else if (report_frame_is_users(frame) && access->frames < REPORT_FRAMES) {
		access->frame[access->frames++] = *frame;
	}
}

static void add_frame(struct report_draft *draft, const struct report_frame *frame)
{
	struct report_frame *allocation = &draft->location.allocation;

	if (draft->part == REPORT_PART_ACCESS)
		add_access_frame(last_access(draft), frame);
	else if (draft->part == REPORT_PART_LOCATION &&
		 (!allocation->function[0] || report_frame_is_better(frame, allocation)))
		*allocation = *frame;
}

static void parse_frame(struct report_draft *draft, const struct record_line *line)
{
	struct report_frame frame = {.line = record_field_number(line, 3)};

	record_field_copy(line, 1, frame.function, sizeof frame.function);
	if (frame.line > 0)
		record_field_copy_path(line, 2, frame.file, sizeof frame.file);
	add_frame(draft, &frame);
}

/* ---- addresses nobody could resolve ---- */

/* An address nobody could resolve: "program+0x1234" still tells one place from another. */
static void write_address(const struct record_line *line, char *text, size_t size)
{
	char module[REPORT_TEXT], offset[24];
	const char *base;

	record_field_copy_path(line, 1, module, sizeof module);
	record_field_copy(line, 2, offset, sizeof offset);
	base = strrchr(module, '/');
	snprintf(text, size, "%.*s+%s", (int)size / 2, base ? base + 1 : module, offset);
}

static void parse_code(struct report_draft *draft, const struct record_line *line)
{
	struct report_frame frame = {.line = 0};

	write_address(line, frame.function, sizeof frame.function);
	add_frame(draft, &frame);
}

static void parse_data(struct report_draft *draft, const struct record_line *line)
{
	char text[REPORT_NAME];
	struct record_line name = {.field = {"", text}};

	write_address(line, text, sizeof text);
	name.length[1] = strlen(text);
	set_name(draft, &name, true);
}

bool report_add_line(struct report_draft *draft, const struct record_line *line)
{
	if (record_line_is(line, RECORD_ACCESS, 6))
		return add_access(draft, line);
	if (record_line_is(line, RECORD_LOCATION, 4))
		set_location(draft, line);
	else if (record_line_is(line, RECORD_NAME, 2))
		set_name(draft, line, false);
	else if (record_line_is(line, RECORD_GLOBAL, 2))
		set_name(draft, line, true);
	else if (record_line_is(line, RECORD_FRAME, 4))
		parse_frame(draft, line);
	else if (record_line_is(line, RECORD_CODE, 3))
		parse_code(draft, line);
	else if (record_line_is(line, RECORD_DATA, 3))
		parse_data(draft, line);
	else
		return false;
	return true;
}
