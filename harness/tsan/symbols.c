/* symbols.c: asks llvm-symbolizer what is at an address (see symbols.h). */
#include "tsan/symbols.h"

#include "tsan/record.h"

#include "base/child.h"
#include "base/die.h"

#include <errno.h>
#include <jansson.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define NEWEST 30
#define OLDEST 13 /* the first that answers in JSON */
#define ANSWER ((size_t)64 * 1024)
#define PATIENCE_MS 20000 /* it reads all debug information of a module before its first answer */

/* Each distinct line is asked for once. */
struct known {
	const char *line; /* in the records */
	size_t length;
	char *lines; /* what replaces it; NULL: nothing */
};

struct symbols {
	struct child tool;
	bool on;
	char *answer;
	struct known *known;
	size_t count, room;
};

static bool is_in_path(const char *name, char *path, size_t size)
{
	const char *folders = getenv("PATH");

	for (const char *p = folders ? folders : ""; *p;) {
		int length = (int)strcspn(p, ":");

		if ((size_t)snprintf(path, size, "%.*s/%s", length, p, name) < size &&
		    access(path, X_OK) == 0)
			return true;
		p += length;
		p += *p == ':';
	}
	return false;
}

int symbols_find_tool(char *path, size_t size)
{
	for (int version = NEWEST; version >= OLDEST; version--) {
		char name[32];

		snprintf(name, sizeof name, "llvm-symbolizer-%d", version);
		if (is_in_path(name, path, size))
			return 0;
	}
	if (is_in_path("llvm-symbolizer", path, size))
		return 0;
	errno = ENOENT;
	return -1;
}

static void start_tool(struct symbols *symbols)
{
	char path[PATH_MAX], json[] = "--output-style=JSON", offline[] = "DEBUGINFOD_URLS=";
	char *argv[] = {path, json, NULL}, *environment[] = {offline, NULL};
	/* Its complaints about modules without a file repeat what its answers say. */
	struct child_options options = {.environment = environment, .quiet = 1};

	symbols->on = symbols_find_tool(path, sizeof path) == 0 &&
		      child_start(&symbols->tool, argv, &options) == 0;
}

static void stop_tool(struct symbols *symbols)
{
	if (symbols->on)
		child_stop(&symbols->tool, 1000);
	symbols->on = false;
}

/* Tabs and newlines would break the record. */
static void put_clean(FILE *out, const char *text)
{
	for (; *text; text++)
		putc((unsigned char)*text < ' ' ? ' ' : *text, out);
}

static const char *text_of(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text ? text : "";
}

static void put_frame(FILE *out, const json_t *symbol)
{
	fputs(RECORD_FRAME "\t", out);
	put_clean(out, text_of(symbol, "FunctionName"));
	putc('\t', out);
	put_clean(out, text_of(symbol, "FileName"));
	fprintf(out, "\t%lld\n", (long long)json_integer_value(json_object_get(symbol, "Line")));
}

static void put_answer(FILE *out, const json_t *answer)
{
	const json_t *data = json_object_get(answer, "Data");
	const json_t *symbols = json_object_get(answer, "Symbol");
	const json_t *symbol;
	size_t i;

	if (*text_of(data, "Name")) {
		fputs(RECORD_GLOBAL "\t", out);
		put_clean(out, text_of(data, "Name"));
		putc('\n', out);
	}
	json_array_foreach(symbols, i, symbol)
	{
		if (*text_of(symbol, "FunctionName"))
			put_frame(out, symbol);
	}
}

/* "" when the tool has no answer. NULL: no memory. */
static char *read_answer(const char *text)
{
	json_t *answer = json_loads(text, 0, NULL);
	char *lines = NULL;
	size_t size;
	FILE *out = open_memstream(&lines, &size);

	if (out) {
		put_answer(out, answer);
		if (fclose(out) != 0) {
			free(lines);
			lines = NULL;
		}
	}
	json_decref(answer);
	return lines;
}

/* `line` is KIND, MODULE and OFFSET, separated by tabs. */
static bool write_question(const char *line, size_t length, char *question, size_t size)
{
	const char *module = (const char *)memchr(line, '\t', length) + 1;
	const char *offset = memchr(module, '\t', length - (size_t)(module - line));
	int n;

	if (!offset || memchr(module, '"', (size_t)(offset - module)))
		return false;
	n = snprintf(question, size, "%s \"%.*s\" %.*s", *line == 'c' ? "CODE" : "DATA",
		     (int)(offset - module), module, (int)(length - (size_t)(offset + 1 - line)),
		     offset + 1);
	return n > 0 && (size_t)n < size;
}

static char *ask_tool(struct symbols *symbols, const char *line, size_t length)
{
	char question[2 * PATH_MAX];

	if (!symbols->on || !write_question(line, length, question, sizeof question))
		return strdup("");
	if (child_ask(&symbols->tool, question, symbols->answer, ANSWER, PATIENCE_MS) != 0) {
		stop_tool(symbols); /* dead or stuck: the rest stays unresolved */
		return strdup("");
	}
	return read_answer(symbols->answer);
}

static int make_room(struct symbols *symbols)
{
	size_t room = symbols->room ? 2 * symbols->room : 64;
	struct known *known;

	if (symbols->count < symbols->room)
		return 0;
	known = realloc(symbols->known, room * sizeof *known);
	if (!known)
		return -1;
	symbols->known = known;
	symbols->room = room;
	return 0;
}

/* What stands for this line; NULL: no memory. */
static const char *look_up(struct symbols *symbols, const char *line, size_t length)
{
	char *lines;

	for (size_t i = 0; i < symbols->count; i++)
		if (symbols->known[i].length == length &&
		    memcmp(symbols->known[i].line, line, length) == 0)
			return symbols->known[i].lines;
	if (make_room(symbols) != 0)
		return NULL;
	lines = ask_tool(symbols, line, length);
	if (lines)
		symbols->known[symbols->count++] = (struct known){line, length, lines};
	return lines;
}

static bool is_address(const char *line)
{
	return strncmp(line, RECORD_CODE "\t", sizeof RECORD_CODE) == 0 ||
	       strncmp(line, RECORD_DATA "\t", sizeof RECORD_DATA) == 0;
}

static int resolve_line(struct symbols *symbols, const char *line, size_t length, FILE *out)
{
	bool whole = line[length] == '\n';

	/* A line cut off by a kill is not asked about. */
	if (whole && is_address(line)) {
		const char *lines = look_up(symbols, line, length);

		if (!lines)
			return -1;
		if (*lines) {
			fputs(lines, out);
			return 0;
		}
	}
	fwrite(line, 1, length + whole, out);
	return 0;
}

static int resolve_lines(struct symbols *symbols, const char *records, FILE *out)
{
	while (*records) {
		size_t length = strcspn(records, "\n");

		if (resolve_line(symbols, records, length, out) != 0)
			return -1;
		records += length;
		records += *records == '\n';
	}
	return 0;
}

static void forget(struct symbols *symbols)
{
	stop_tool(symbols);
	for (size_t i = 0; i < symbols->count; i++)
		free(symbols->known[i].lines);
	free(symbols->known);
	free(symbols->answer);
}

char *symbols_resolve(const char *records)
{
	struct symbols symbols = {.answer = malloc(ANSWER)};
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	int failed = !symbols.answer || !out;

	if (!failed) {
		start_tool(&symbols);
		failed = resolve_lines(&symbols, records, out) != 0;
	}
	if (out && fclose(out) != 0)
		failed = 1;
	forget(&symbols);
	if (!failed)
		return text;
	free(text);
	errno = ENOMEM;
	return NULL;
}
