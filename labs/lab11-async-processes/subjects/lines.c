/* lines.c: see lines.h. */
#include "subjects/lines.h"

#include "base/file.h"

#include <ctype.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Behind a comment, a string or a character that begins here; else behind this one character. */
static const char *skip(const char *text, bool *is_code)
{
	const char *end;

	*is_code = !isspace((unsigned char)*text);
	if (strncmp(text, "//", 2) == 0 || strncmp(text, "/*", 2) == 0) {
		*is_code = false;
		end = strstr(text + 2, text[1] == '/' ? "\n" : "*/");
		return !end ? text + strlen(text) : text[1] == '/' ? end : end + 2;
	}
	if (*text != '"' && *text != '\'')
		return text + 1;
	for (end = text + 1; *end && *end != *text && *end != '\n'; end++)
		if (*end == '\\' && end[1])
			end++;
	return *end == *text ? end + 1 : end;
}

static long count(const char *text)
{
	bool is_code, has_code = false;
	long lines = 0;

	while (*text) {
		if (*text == '\n') {
			lines += has_code;
			has_code = false;
			text++;
			continue;
		}
		text = skip(text, &is_code);
		has_code |= is_code;
	}
	return lines + has_code;
}

long lines_count(const char *file)
{
	char folder[PATH_MAX - 64], path[PATH_MAX], *text;
	long lines = -1;

	/* build/labs/LAB/bench: three steps up is the top. */
	if (file_own_folder(folder, sizeof folder) != 0)
		return -1;
	snprintf(path, sizeof path, "%s/../../../labs/lab11-async-processes/%s", folder, file);
	text = file_read(path, NULL);
	if (text)
		lines = count(text);
	free(text);
	return lines;
}
