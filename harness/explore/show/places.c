/* places.c: asks llvm-symbolizer, once per address (see places.h). */
#include "explore/show/places.h"

#include "base/child.h"
#include "base/die.h"
#include "base/file.h"
#include "explore/show/expression.h"
#include "tsan/symbols.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PLACES 4096
#define PATIENCE_MS 2000

static struct {
	bool open;
	struct child child;
	size_t count;
	uint64_t pc[PLACES];
	struct place *place[PLACES];
	char *file_name, *file; /* the source read last */
} lookup;

void places_open(const char *program)
{
	char tool[PATH_MAX], object[PATH_MAX + 8];
	char *argv[] = {tool, object, NULL};

	snprintf(object, sizeof object, "--obj=%s", program);
	lookup.open = symbols_find_tool(tool, sizeof tool) == 0 &&
		      child_start(&lookup.child, argv, &(struct child_options){.quiet = 1}) == 0;
}

void places_close(void)
{
	if (lookup.open)
		(void)child_stop(&lookup.child, PATIENCE_MS);
	for (size_t i = 0; i < lookup.count; i++)
		free(lookup.place[i]);
	free(lookup.file_name);
	free(lookup.file);
	memset(&lookup, 0, sizeof lookup);
}

/* Ask one question: two lines of answer, perhaps more for callers, then an empty one. */
static bool ask(const char *kind, uint64_t address, char first[PLACE_TEXT], char second[PLACE_TEXT])
{
	char question[64], line[PLACE_TEXT];
	int lines = 0;

	*first = *second = '\0';
	if (!lookup.open)
		return false;
	snprintf(question, sizeof question, "%s 0x%llx\n", kind, (unsigned long long)address);
	if (write(lookup.child.to, question, strlen(question)) != (ssize_t)strlen(question))
		return false;
	while (fgets(line, sizeof line, lookup.child.from)) {
		line[strcspn(line, "\n")] = '\0';
		if (!*line)
			break;
		if (lines < 2)
			snprintf(lines ? second : first, PLACE_TEXT, "%s", line);
		lines++;
	}
	return lines >= 2;
}

static bool load(const char *file)
{
	if (lookup.file_name && strcmp(lookup.file_name, file) == 0)
		return lookup.file;
	free(lookup.file_name);
	free(lookup.file);
	lookup.file_name = strdup(file);
	lookup.file = file_read(file, NULL);
	return lookup.file;
}

static const char *find_line(const char *text, int line)
{
	while (text && --line > 0) {
		text = strchr(text, '\n');
		text = text ? text + 1 : NULL;
	}
	return text;
}

static void read_source(struct place *place)
{
	const char *line = load(place->file) ? find_line(lookup.file, place->line) : NULL;
	char text[PLACE_TEXT];
	size_t indent;

	if (!line)
		return;
	snprintf(text, sizeof text, "%.*s", (int)strcspn(line, "\n"), line);
	indent = strspn(text, " \t");
	snprintf(place->source, sizeof place->source, "%s", text + indent);
	if (place->column > 0)
		expression_at(text, (size_t)place->column - 1, place->subject,
			      sizeof place->subject);
}

/* "FILE:LINE:COLUMN" */
static void split(char *text, struct place *place)
{
	char *column = strrchr(text, ':');
	char *line;

	if (!column)
		return;
	*column = '\0';
	line = strrchr(text, ':');
	if (!line)
		return;
	*line = '\0';
	place->column = atoi(column + 1);
	place->line = atoi(line + 1);
	snprintf(place->file, sizeof place->file, "%s", text);
}

static struct place *look_up(uint64_t pc)
{
	struct place *place = calloc(1, sizeof *place);
	char location[PLACE_TEXT];

	if (!place)
		die_system("no memory for places");
	if (pc && ask("CODE", pc - 1, place->function, location))
		split(location, place);
	if (place->line > 0)
		read_source(place);
	return place;
}

const struct place *places_find(uint64_t pc)
{
	static const struct place unknown;

	for (size_t i = 0; i < lookup.count; i++)
		if (lookup.pc[i] == pc)
			return lookup.place[i];
	if (lookup.count == PLACES)
		return &unknown;
	lookup.pc[lookup.count] = pc;
	lookup.place[lookup.count] = look_up(pc);
	return lookup.place[lookup.count++];
}

bool places_variable(uint64_t address, char *name, size_t size)
{
	char symbol[PLACE_TEXT], extent[PLACE_TEXT];
	unsigned long long start, bytes;

	if (!ask("DATA", address, symbol, extent) || symbol[0] == '?' ||
	    sscanf(extent, "%llu %llu", &start, &bytes) != 2 || address < start ||
	    address >= start + bytes)
		return false;
	if (address == start)
		snprintf(name, size, "%s", symbol);
	else
		snprintf(name, size, "%s+%llu", symbol, (unsigned long long)address - start);
	return true;
}
