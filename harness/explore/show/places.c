/* places.c: asks once per address, and reads the source (see places.h). */
#include "explore/show/places.h"

#include "base/die.h"
#include "base/file.h"
#include "explore/show/expression.h"
#include "explore/show/symbolizer.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PLACES 4096
#define VARIABLES 1024

/* What build.sh calls the program's main in the symbol table. */
#define MAIN_INSIDE "subject_main"

struct variable {
	uint64_t address, start, bytes;
	bool known;
	char name[64];
};

static struct {
	int users; /* that have opened it and not closed */
	size_t count, variables;
	uint64_t pc[PLACES];
	struct place *place[PLACES];
	struct variable variable[VARIABLES];
	char *file_name, *file; /* the source read last */
} lookup;

void places_open(const char *program)
{
	if (lookup.users++ == 0)
		symbolizer_start(program);
}

void places_close(void)
{
	if (--lookup.users > 0)
		return;
	symbolizer_stop();
	for (size_t i = 0; i < lookup.count; i++)
		free(lookup.place[i]);
	free(lookup.file_name);
	free(lookup.file);
	lookup.count = lookup.variables = 0;
	lookup.file_name = lookup.file = NULL;
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

/* Tabs would break columns of text, and nothing in a source may command a terminal. */
static void clean(char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text < ' ' || *text == 0x7f)
			*text = ' ';
}

static size_t without_blanks(const char *text, size_t length)
{
	while (length > 0 && text[length - 1] == ' ')
		length--;
	return length;
}

/* The length without a comment that ends the line. */
static size_t without_comment(const char *text)
{
	const char *comment = strstr(text, "//");
	size_t length = without_blanks(text, strlen(text));

	if (length > 2 && strncmp(text + length - 2, "*/", 2) == 0)
		comment = strstr(text, "/*");
	if (!comment || comment == text || strchr(text, '"'))
		return length;
	return without_blanks(text, (size_t)(comment - text));
}

static void read_source(struct place *place)
{
	const char *line = load(place->file) ? find_line(lookup.file, place->line) : NULL;
	char text[PLACE_TEXT];
	size_t indent, at;

	if (!line)
		return;
	snprintf(text, sizeof text, "%.*s", (int)strcspn(line, "\n"), line);
	clean(text);
	indent = strspn(text, " ");
	snprintf(place->source, sizeof place->source, "%.*s", (int)without_comment(text + indent),
		 text + indent);
	if (place->column == 0)
		return;
	at = (size_t)place->column - 1;
	expression_at(text, at, place->subject, sizeof place->subject);
	expression_argument(text, at, place->argument, sizeof place->argument);
	expression_target(text, at, place->target, sizeof place->target);
}

/* "FILE:LINE:COLUMN"; a file that is not known is "??". */
static void split(char *text, struct place *place)
{
	char *column = strrchr(text, ':');
	char *line;

	if (!column)
		return;
	*column = '\0';
	line = strrchr(text, ':');
	if (!line || text[0] == '?')
		return;
	*line = '\0';
	place->column = atoi(column + 1);
	place->line = atoi(line + 1);
	snprintf(place->file, sizeof place->file, "%s", text);
}

static struct place *look_up(uint64_t pc)
{
	struct place *place = calloc(1, sizeof *place);
	char location[PLACE_FILE];

	if (!place)
		die_system("no memory for places");
	/* A return address is behind the call. */
	if (pc && symbolizer_code(pc - 1, place->function, sizeof place->function, location,
				  sizeof location))
		split(location, place);
	if (strcmp(place->function, MAIN_INSIDE) == 0)
		snprintf(place->function, sizeof place->function, "main");
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

static const struct variable *find_variable(uint64_t address)
{
	static struct variable last;
	struct variable *variable;

	for (size_t i = 0; i < lookup.variables; i++)
		if (lookup.variable[i].address == address)
			return &lookup.variable[i];
	variable = lookup.variables < VARIABLES ? &lookup.variable[lookup.variables++] : &last;
	variable->address = address;
	variable->known = symbolizer_data(address, variable->name, sizeof variable->name,
					  &variable->start, &variable->bytes);
	return variable;
}

bool places_variable(uint64_t address, char *name, size_t size, uint64_t *start, uint64_t *bytes)
{
	const struct variable *variable = find_variable(address);
	const char *dot;

	if (!variable->known)
		return false;
	/* A variable inside a function is called function.name, or name.number. */
	dot = strchr(variable->name, '.');
	if (dot && !isdigit((unsigned char)dot[1]))
		snprintf(name, size, "%s", dot + 1);
	else
		snprintf(name, size, "%.*s", (int)strcspn(variable->name, "."), variable->name);
	*start = variable->start;
	*bytes = variable->bytes;
	return true;
}
