/* record_line.c: takes a line of a record apart (see record_line.h). */
#include "tsan/record_line.h"

#include <stdlib.h>
#include <string.h>

const char *record_line_split(const char *text, struct record_line *line)
{
	const char *end = text + strcspn(text, "\n");

	line->fields = 0;
	for (const char *p = text; p <= end;) {
		size_t length = strcspn(p, "\t\n");

		if (line->fields < RECORD_FIELDS) {
			line->field[line->fields] = p;
			line->length[line->fields] = length;
		}
		line->fields += line->fields <= RECORD_FIELDS;
		p += length + 1;
	}
	return end;
}

bool record_field_is(const struct record_line *line, int i, const char *text)
{
	return line->length[i] == strlen(text) &&
	       memcmp(line->field[i], text, line->length[i]) == 0;
}

bool record_line_is(const struct record_line *line, const char *kind, int fields)
{
	return line->fields == fields && record_field_is(line, 0, kind);
}

void record_field_copy(const struct record_line *line, int i, char *to, size_t size)
{
	size_t length = line->length[i] < size - 1 ? line->length[i] : size - 1;

	memcpy(to, line->field[i], length);
	to[length] = '\0';
}

void record_field_copy_path(const struct record_line *line, int i, char *to, size_t size)
{
	struct record_line end = *line;

	if (end.length[i] >= size) {
		end.field[i] += end.length[i] - (size - 1);
		end.length[i] = size - 1;
	}
	record_field_copy(&end, i, to, size);
}

int record_field_number(const struct record_line *line, int i)
{
	char digits[16];

	record_field_copy(line, i, digits, sizeof digits);
	return (int)strtol(digits, NULL, 10);
}
