/*
 * record_line.h: one line of a record, taken apart into its fields (record.h).
 *
 * Only for report_*.c. Fields are counted from 0, the line's kind; they point into the text and have
 * no end mark. Who asks for field i has checked that there are more than i.
 */
#ifndef TSAN_RECORD_LINE_H
#define TSAN_RECORD_LINE_H

#include <stdbool.h>
#include <stddef.h>

#define RECORD_FIELDS 7

struct record_line {
	const char *field[RECORD_FIELDS];
	size_t length[RECORD_FIELDS];
	int fields; /* RECORD_FIELDS + 1 when there are more */
};

/* Take apart the line that begins at `text`. Returns its end: at the newline or the zero byte. */
const char *record_line_split(const char *text, struct record_line *line);

/* Is the line of this kind, with so many fields? */
bool record_line_is(const struct record_line *line, const char *kind, int fields);

bool record_field_is(const struct record_line *line, int i, const char *text);

/* Copy a field as a string of at most size - 1 bytes: its beginning, or its end for a path. */
void record_field_copy(const struct record_line *line, int i, char *to, size_t size);
void record_field_copy_path(const struct record_line *line, int i, char *to, size_t size);

/* The field as a decimal number. Does not check: numbers are our own or are only shown. */
int record_field_number(const struct record_line *line, int i);

#endif
