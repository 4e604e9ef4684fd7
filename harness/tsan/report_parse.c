/*
 * report_parse.c: from the records of a program to a list of distinct reports (see report.h).
 *
 * One pass over the lines fills one report after the other; at the end of each it is put into a
 * form that does not depend on which thread came first, and merged with its equals.
 */
#include "tsan/report.h"

#include "tsan/record.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIELDS 7

struct line {
	const char *field[FIELDS];
	size_t length[FIELDS];
	int fields; /* FIELDS + 1 when there are more */
};

struct location {
	char kind[16];
	char name[REPORT_NAME];	  /* the program's own */
	char global[REPORT_NAME]; /* the variable's */
	int bytes, thread;
	struct report_frame allocation;
};

/* The access, or the location, that names and frames belong to. */
enum part { PART_NONE, PART_ACCESS, PART_LOCATION };

struct parse {
	struct report_list *list;
	size_t room;
	struct report report; /* the one being read */
	struct location location;
	enum part part;
	bool open;   /* between "report" and "end" */
	bool broken; /* a line of it made no sense */
};

/* ---- lines and fields ---- */

static const char *split_line(const char *text, struct line *line)
{
	const char *end = text + strcspn(text, "\n");

	line->fields = 0;
	for (const char *p = text; p <= end;) {
		size_t length = strcspn(p, "\t\n");

		if (line->fields < FIELDS) {
			line->field[line->fields] = p;
			line->length[line->fields] = length;
		}
		line->fields += line->fields <= FIELDS;
		p += length + 1;
	}
	return end;
}

static bool field_is(const struct line *line, int i, const char *text)
{
	return line->length[i] == strlen(text) &&
	       memcmp(line->field[i], text, line->length[i]) == 0;
}

static bool line_is(const struct line *line, const char *kind, int fields)
{
	return line->fields == fields && field_is(line, 0, kind);
}

static void copy_field(const struct line *line, int i, char *to, size_t size)
{
	size_t length = line->length[i] < size - 1 ? line->length[i] : size - 1;

	memcpy(to, line->field[i], length);
	to[length] = '\0';
}

/* Of a long path the end says more. */
static void copy_path(const struct line *line, int i, char *to, size_t size)
{
	struct line end = *line;

	if (end.length[i] >= size) {
		end.field[i] += end.length[i] - (size - 1);
		end.length[i] = size - 1;
	}
	copy_field(&end, i, to, size);
}

/* Does not check: numbers come from our own hand or are only shown. */
static int number_in(const struct line *line, int i)
{
	char digits[16];

	copy_field(line, i, digits, sizeof digits);
	return (int)strtol(digits, NULL, 10);
}

/* ---- whose code is it ---- */

/* harness/ROOM/FILE, wherever the checkout is */
static bool is_harness(const char *file)
{
	for (const char *p = file; (p = strstr(p, "harness/")) != NULL; p++) {
		const char *room = p + strlen("harness/");
		const char *slash = strchr(room, '/');

		if ((p == file || p[-1] == '/') && slash && !strchr(slash + 1, '/'))
			return true;
	}
	return false;
}

/* Debian's libraries are compiled with relative paths; ours come out absolute or plain. */
static bool is_library(const char *file)
{
	return strncmp(file, "./", 2) == 0 || strncmp(file, "../", 3) == 0 ||
	       strstr(file, "/sysdeps/") || strstr(file, "libsanitizer/") ||
	       strstr(file, "compiler-rt/");
}

static bool is_users(const struct report_frame *frame)
{
	return frame->line > 0 && !is_library(frame->file) && !is_harness(frame->file);
}

static bool is_better(const struct report_frame *frame, const struct report_frame *than)
{
	if (is_users(frame) || is_users(than))
		return is_users(frame) && !is_users(than);
	return frame->line > 0 && than->line == 0;
}

/* ---- lines of a record ---- */

static void begin_report(struct parse *parse, const struct line *line)
{
	memset(&parse->report, 0, sizeof parse->report);
	memset(&parse->location, 0, sizeof parse->location);
	copy_field(line, 1, parse->report.type, REPORT_TEXT);
	parse->report.times = 1;
	parse->part = PART_NONE;
	parse->open = true;
	parse->broken = false;
}

static bool parse_act(const struct line *line, enum report_act *act)
{
	static const char *const words[] = {
		[REPORT_READS] = RECORD_READ,  [REPORT_WRITES] = RECORD_WRITE,
		[REPORT_HOLDS] = RECORD_HOLDS, [REPORT_TAKES] = RECORD_TAKES,
		[REPORT_CALLS] = RECORD_CALLS,
	};

	for (int i = 0; i <= REPORT_CALLS; i++)
		if (field_is(line, 1, words[i])) {
			*act = (enum report_act)i;
			return true;
		}
	return false;
}

static bool add_access(struct parse *parse, const struct line *line)
{
	struct report *report = &parse->report;
	struct report_access *access = &report->access[report->accesses];
	enum report_act act;

	if (!parse_act(line, &act))
		return false;
	parse->part = PART_NONE;
	if (report->accesses == REPORT_ACCESSES)
		return true; /* a cycle of more locks than we have room for */
	access->act = act;
	access->atomic = field_is(line, 2, RECORD_ATOMIC);
	access->size = number_in(line, 3);
	access->thread = number_in(line, 4);
	copy_field(line, 5, access->who, sizeof access->who);
	report->accesses++;
	parse->part = PART_ACCESS;
	return true;
}

static void set_location(struct parse *parse, const struct line *line)
{
	struct location *location = &parse->location;

	memset(location, 0, sizeof *location);
	copy_field(line, 1, location->kind, sizeof location->kind);
	location->bytes = number_in(line, 2);
	location->thread = number_in(line, 3);
	parse->part = PART_LOCATION;
}

static struct report_access *last_access(struct parse *parse)
{
	return &parse->report.access[parse->report.accesses - 1];
}

static void set_name(struct parse *parse, const struct line *line, bool variable)
{
	struct location *location = &parse->location;

	if (parse->part == PART_ACCESS)
		copy_field(line, 1, last_access(parse)->object, REPORT_NAME);
	else if (parse->part == PART_LOCATION)
		copy_field(line, 1, variable ? location->global : location->name, REPORT_NAME);
}

/* Of frames that are not the user's the best one stays, and only until the first that is. */
static void add_access_frame(struct report_access *access, const struct report_frame *frame)
{
	if (access->frames == 0 || (access->frames == 1 && is_better(frame, &access->frame[0]))) {
		access->frame[0] = *frame;
		access->frames = 1;
	} else if (is_users(frame) && access->frames < REPORT_FRAMES) {
		access->frame[access->frames++] = *frame;
	}
}

static void add_frame(struct parse *parse, const struct report_frame *frame)
{
	struct report_frame *allocation = &parse->location.allocation;

	if (parse->part == PART_ACCESS)
		add_access_frame(last_access(parse), frame);
	else if (parse->part == PART_LOCATION &&
		 (!allocation->function[0] || is_better(frame, allocation)))
		*allocation = *frame;
}

static void parse_frame(struct parse *parse, const struct line *line)
{
	struct report_frame frame = {.line = number_in(line, 3)};

	copy_field(line, 1, frame.function, sizeof frame.function);
	if (frame.line > 0)
		copy_path(line, 2, frame.file, sizeof frame.file);
	add_frame(parse, &frame);
}

/* An address nobody could resolve: "program+0x1234" still tells one place from another. */
static void write_address(const struct line *line, char *text, size_t size)
{
	char module[REPORT_TEXT], offset[24];
	const char *base;

	copy_path(line, 1, module, sizeof module);
	copy_field(line, 2, offset, sizeof offset);
	base = strrchr(module, '/');
	snprintf(text, size, "%.*s+%s", (int)size / 2, base ? base + 1 : module, offset);
}

static void parse_code(struct parse *parse, const struct line *line)
{
	struct report_frame frame = {.line = 0};

	write_address(line, frame.function, sizeof frame.function);
	add_frame(parse, &frame);
}

static void parse_data(struct parse *parse, const struct line *line)
{
	char text[REPORT_NAME];
	struct line name = {.field = {"", text}};

	write_address(line, text, sizeof text);
	name.length[1] = strlen(text);
	set_name(parse, &name, true);
}

/* ---- a whole report ---- */

static int compare_frames(const struct report_frame *a, const struct report_frame *b)
{
	int order = strcmp(a->file, b->file);

	if (order == 0)
		order = a->line - b->line;
	/* Without lines, functions are all there is to tell places apart. */
	return order || a->line > 0 ? order : strcmp(a->function, b->function);
}

static bool is_use_after_free(const struct report *report)
{
	return strncmp(report->type, "heap-use-after-free", strlen("heap-use-after-free")) == 0;
}

static bool is_cycle(const struct report *report)
{
	return report->accesses > 1 && report->access[0].act == REPORT_HOLDS;
}

static bool is_race(const struct report *report)
{
	return report->accesses == 2 && !is_use_after_free(report) && !is_cycle(report);
}

static void swap_accesses(struct report *report)
{
	struct report_access first = report->access[0];

	report->access[0] = report->access[1];
	report->access[1] = first;
}

static void order_race(struct report *report)
{
	const struct report_access *a = &report->access[0], *b = &report->access[1];

	if (a->act > b->act || (a->act == b->act && compare_frames(a->frame, b->frame) > 0))
		swap_accesses(report);
}

/* Begin with the thread whose place comes first. */
static void order_cycle(struct report *report)
{
	int first = 0;

	for (int i = 2; i < report->accesses; i += 2)
		if (compare_frames(report->access[i].frame, report->access[first].frame) < 0)
			first = i;
	for (; first > 0; first--) {
		struct report_access head = report->access[0];
		size_t rest = (size_t)report->accesses - 1;

		memmove(report->access, report->access + 1, rest * sizeof head);
		report->access[rest] = head;
	}
}

/* Locks without a name are called after their place in the cycle. */
static void name_locks(struct report *report)
{
	int locks = report->accesses / 2;

	for (int i = 0; i < report->accesses; i++) {
		struct report_access *access = &report->access[i];
		int lock = (i + 1) / 2 % locks;

		if (!access->object[0])
			snprintf(access->object, REPORT_NAME, "lock %c", 'A' + lock);
	}
}

/* TSan counts all threads of the program's life; a reader only wants to tell these apart. */
static void number_threads(struct report *report, struct location *location)
{
	int known[REPORT_ACCESSES + 1], count = 0;

	for (int i = 0; i <= report->accesses; i++) {
		int *thread = i < report->accesses ? &report->access[i].thread : &location->thread;
		int n = 0;

		while (n < count && known[n] != *thread)
			n++;
		if (*thread <= 0)
			continue;
		known[n] = *thread;
		count += n == count;
		*thread = n + 1;
	}
}

static int count_threads(const struct report *report)
{
	int count = 0;

	for (int i = 0; i < report->accesses; i++) {
		int before = 0;

		while (before < i && report->access[before].thread != report->access[i].thread)
			before++;
		count += before == i && report->access[i].thread >= 0;
	}
	return count;
}

static const char *base_name(const char *file)
{
	const char *slash = strrchr(file, '/');

	return slash ? slash + 1 : file;
}

static void describe_block(const struct location *location, char *text)
{
	const struct report_frame *frame = &location->allocation;
	int n = snprintf(text, REPORT_TEXT, "heap block of %d bytes", location->bytes);

	if (frame->line > 0)
		snprintf(text + n, REPORT_TEXT - (size_t)n, " allocated in %.60s (%.60s:%d)",
			 frame->function, base_name(frame->file), frame->line);
}

static void describe_thread_memory(const char *what, int thread, char *text)
{
	if (thread == 0)
		snprintf(text, REPORT_TEXT, "%s of the main thread", what);
	else if (thread > 0)
		snprintf(text, REPORT_TEXT, "%s of thread %d", what, thread);
	else
		snprintf(text, REPORT_TEXT, "%s of a thread", what);
}

static void describe_location(const struct location *location, char *text)
{
	if (location->name[0])
		snprintf(text, REPORT_TEXT, "%s", location->name);
	else if (strcmp(location->kind, "heap") == 0)
		describe_block(location, text);
	else if (strcmp(location->kind, "stack") == 0)
		describe_thread_memory("stack", location->thread, text);
	else if (strcmp(location->kind, "tls") == 0)
		describe_thread_memory("thread-local memory", location->thread, text);
	else if (strcmp(location->kind, "fd") == 0)
		snprintf(text, REPORT_TEXT, "a file descriptor");
	else if (location->global[0])
		snprintf(text, REPORT_TEXT, "global '%s'", location->global);
}

static void describe_locks(struct report *report)
{
	size_t used = 0;

	for (int i = 0; i < report->accesses && used < REPORT_TEXT; i += 2)
		used += (size_t)snprintf(report->location + used, REPORT_TEXT - used, "%s%s",
					 i ? ", " : "", report->access[i].object);
}

static void normalize(struct report *report, struct location *location)
{
	if (is_cycle(report)) {
		order_cycle(report);
		name_locks(report);
	} else if (is_race(report)) {
		order_race(report);
	}
	number_threads(report, location);
	report->threads = count_threads(report);
	if (is_cycle(report))
		describe_locks(report);
	else if (report->accesses > 0 && report->access[0].object[0])
		snprintf(report->location, REPORT_TEXT, "%s", report->access[0].object);
	else
		describe_location(location, report->location);
}

/* ---- source text ---- */

static void read_source(struct report_frame *frame)
{
	FILE *file = frame->line > 0 ? fopen(frame->file, "r") : NULL;
	char *text = NULL;
	size_t size = 0;
	ssize_t length = -1;

	if (!file)
		return;
	for (int i = 0; i < frame->line; i++)
		length = getline(&text, &size, file);
	if (length > 0) {
		char *start = text + strspn(text, " \t");

		while (length > 0 && strchr(" \t\r\n", text[length - 1]))
			text[--length] = '\0';
		snprintf(frame->source, sizeof frame->source, "%s", start);
	}
	free(text);
	fclose(file);
}

static void read_sources(struct report *report)
{
	for (int i = 0; i < report->accesses; i++)
		for (int n = 0; n < report->access[i].frames; n++)
			read_source(&report->access[i].frame[n]);
}

/* ---- the list ---- */

static bool same_places(const struct report *a, const struct report *b)
{
	for (int i = 0; i < a->accesses; i++)
		if (compare_frames(a->access[i].frame, b->access[i].frame) != 0)
			return false;
	return true;
}

/* A read and a write of one line may come as write and read of the same two lines. */
static bool same_swapped(const struct report *a, const struct report *b)
{
	return is_race(a) && compare_frames(a->access[0].frame, b->access[1].frame) == 0 &&
	       compare_frames(a->access[1].frame, b->access[0].frame) == 0;
}

static struct report *find_equal(struct report_list *list, const struct report *report)
{
	for (size_t i = 0; i < list->count; i++) {
		struct report *other = &list->reports[i];

		if (strcmp(other->type, report->type) == 0 && other->accesses == report->accesses &&
		    (same_places(other, report) || same_swapped(other, report)))
			return other;
	}
	return NULL;
}

static int append_report(struct parse *parse)
{
	struct report_list *list = parse->list;

	if (list->count == parse->room) {
		size_t room = parse->room ? 2 * parse->room : 8;
		struct report *reports = realloc(list->reports, room * sizeof *reports);

		if (!reports)
			return -1;
		list->reports = reports;
		parse->room = room;
	}
	read_sources(&parse->report);
	list->reports[list->count++] = parse->report;
	return 0;
}

static int end_report(struct parse *parse)
{
	struct report *equal;

	parse->open = false;
	if (strcmp(parse->report.type, RECORD_CANARY) == 0) {
		parse->list->canary = true;
		return 0;
	}
	normalize(&parse->report, &parse->location);
	equal = find_equal(parse->list, &parse->report);
	if (!equal)
		return append_report(parse);
	equal->times++;
	return 0;
}

static bool parse_body_line(struct parse *parse, const struct line *line)
{
	if (line_is(line, RECORD_ACCESS, 6))
		return add_access(parse, line);
	if (line_is(line, RECORD_LOCATION, 4))
		set_location(parse, line);
	else if (line_is(line, RECORD_NAME, 2))
		set_name(parse, line, false);
	else if (line_is(line, RECORD_GLOBAL, 2))
		set_name(parse, line, true);
	else if (line_is(line, RECORD_FRAME, 4))
		parse_frame(parse, line);
	else if (line_is(line, RECORD_CODE, 3))
		parse_code(parse, line);
	else if (line_is(line, RECORD_DATA, 3))
		parse_data(parse, line);
	else
		return false;
	return true;
}

/* "rep", "report", "report data-r": the head of a record that was cut off by a kill. */
static bool is_torn_head(const char *text)
{
	size_t length = strcspn(text, "\t\n"), word = strlen(RECORD_REPORT);

	return length <= word && strncmp(RECORD_REPORT, text, length) == 0;
}

static int parse_line(struct parse *parse, const struct line *line)
{
	if (line->fields == 1 && line->length[0] == 0)
		return 0;
	if (line_is(line, RECORD_REPORT, 3)) {
		begin_report(parse, line); /* one left open was cut off by a kill */
		return 0;
	}
	if (!parse->open && is_torn_head(line->field[0])) {
		parse->open = parse->broken = true;
		return 0;
	}
	if (parse->open && !line_is(line, RECORD_END, 1)) {
		/* Either the last line before a kill, or not ours: the end will tell. */
		if (!parse->broken)
			parse->broken = !parse_body_line(parse, line);
		return 0;
	}
	if (parse->open && !parse->broken)
		return end_report(parse);
	errno = EINVAL;
	return -1;
}

static int parse_lines(struct parse *parse, const char *text)
{
	while (*text) {
		struct line line;
		const char *end = split_line(text, &line);

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
