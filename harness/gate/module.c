/* module.c: see module.h. */
#include "gate/module.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_SCOPES 64

bool module_next_line(const char **rest, struct line *line)
{
	if (!**rest)
		return false;
	line->text = *rest;
	line->length = strcspn(*rest, "\n");
	*rest += line->length + ((*rest)[line->length] == '\n');
	return true;
}

bool line_begins(struct line line, const char *with)
{
	size_t length = strlen(with);

	return line.length >= length && memcmp(line.text, with, length) == 0;
}

const char *line_find(struct line line, const char *what)
{
	size_t length = strlen(what);
	bool quoted = false;

	for (size_t i = 0; i + length <= line.length; i++) {
		if (!quoted && memcmp(line.text + i, what, length) == 0)
			return line.text + i;
		if (line.text[i] == '"')
			quoted = !quoted;
	}
	return NULL;
}

static bool is_symbol_byte(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
	       (byte >= '0' && byte <= '9') || byte == '.' || byte == '_' || byte == '$' ||
	       byte == '-';
}

bool module_symbol(struct line line, const char *at, char name[MODULE_NAME])
{
	const char *end = line.text + line.length;
	size_t length = 0;

	if (!at || at + 1 >= end || *at != '@')
		return false;
	at++;
	if (*at == '"') {
		for (at++; at < end && *at != '"' && length + 1 < MODULE_NAME; at++)
			name[length++] = *at;
	} else {
		for (; at < end && is_symbol_byte(*at) && length + 1 < MODULE_NAME; at++)
			name[length++] = *at;
	}
	name[length] = '\0';
	return length > 0;
}

long line_number_after(struct line line, const char *mark)
{
	const char *found = NULL, *next;
	struct line rest = line;

	while ((next = line_find(rest, mark))) {
		found = next + strlen(mark);
		rest.length -= (size_t)(found - rest.text);
		rest.text = found;
	}
	if (!found || found >= line.text + line.length || *found < '0' || *found > '9')
		return -1;
	return strtol(found, NULL, 10);
}

static struct line find_numbered(const char *module, const char *format, long number)
{
	const char *rest = module;
	struct line line = {"", 0};
	char start[64];

	snprintf(start, sizeof start, format, number);
	while (module_next_line(&rest, &line))
		if (line_begins(line, start))
			return line;
	return (struct line){"", 0};
}

struct line module_attributes(const char *module, long number)
{
	return find_numbered(module, "attributes #%ld = ", number);
}

struct line module_metadata(const char *module, long number)
{
	return find_numbered(module, "!%ld = ", number);
}

bool line_field(struct line line, const char *field, char *value, size_t size)
{
	char mark[64];
	const char *at, *end = line.text + line.length;
	size_t length = 0;
	bool quoted;

	snprintf(mark, sizeof mark, "%s: ", field);
	at = line_find(line, mark);
	if (!at)
		return false;
	at += strlen(mark);
	quoted = at < end && *at == '"';
	for (at += quoted; at < end && length + 1 < size; at++) {
		if (quoted ? *at == '"' : *at == ',' || *at == ')')
			break;
		value[length++] = *at;
	}
	value[length] = '\0';
	return true;
}

/* From a place outward to whatever names a file. */
static void find_file(const char *module, struct line from, char *file, size_t size)
{
	char scope[32];

	for (int i = 0; i < MOST_SCOPES && from.length > 0; i++) {
		if (line_field(from, "file", scope, sizeof scope) && scope[0] == '!') {
			struct line found = module_metadata(module, atol(scope + 1));

			if (!line_field(found, "filename", file, size))
				*file = '\0';
			return;
		}
		if (!line_field(from, "scope", scope, sizeof scope) || scope[0] != '!')
			return;
		from = module_metadata(module, atol(scope + 1));
	}
}

int module_place(const char *module, long number, char *file, size_t size)
{
	struct line place = number < 0 ? (struct line){"", 0} : module_metadata(module, number);
	char line[32];

	*file = '\0';
	if (place.length == 0)
		return 0;
	find_file(module, place, file, size);
	return line_field(place, "line", line, sizeof line) ? atoi(line) : 0;
}
