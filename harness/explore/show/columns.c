/* columns.c: text in columns (see columns.h). */
#include "explore/show/columns.h"

#include "explore/engine/limits.h"
#include "explore/show/names.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define MARGIN 2
#define GAP 3	     /* " | " */
#define NARROWEST 26 /* below, a list is easier to read */
#define LABEL 4	     /* "main" */

static struct {
	bool list;
	int width; /* of a column, without what is between them */
	int count, thread[ENGINE_THREADS];
	int label; /* list: the thread that was named last */
} columns;

/* Bytes of the first character, so that one is never cut. */
static int character_length(const char *text)
{
	int length = 1;

	while (((unsigned char)text[length] & 0xc0) == 0x80)
		length++;
	return length;
}

/* How many bytes of a text to put on a line: up to a blank, or after a comma or bracket. */
static int fold(const char *text, int room, int *width)
{
	int length = 0, best = 0, best_width = 0;

	*width = 0;
	while (text[length] && *width < room) {
		length += character_length(text + length);
		++*width;
		if (text[length] == ' ' || strchr(",(;", text[length - 1])) {
			best = length;
			best_width = *width;
		}
	}
	if (!text[length] || best_width < room / 3)
		return length;
	*width = best_width;
	return best;
}

static int column_of(int thread)
{
	for (int i = 0; i < columns.count; i++)
		if (columns.thread[i] == thread)
			return i;
	return 0;
}

static void print_styled(const char *text, int length, enum term_style style)
{
	printf("%s%.*s%s", term_style(style), length, text, term_style(TERM_PLAIN));
}

static void print_in_column(int thread, const char *text, int length, int width, int indent,
			    enum term_style style)
{
	int column = column_of(thread);

	printf("%*s", MARGIN, "");
	for (int i = 0; i < column; i++)
		printf("%*s | ", columns.width, "");
	printf("%*s", indent, "");
	print_styled(text, length, style);
	for (int i = column; i + 1 < columns.count; i++)
		printf("%*s |", i == column ? columns.width - width - indent : columns.width + 1,
		       "");
	putchar('\n');
}

static void print_in_list(int thread, const char *text, int length, int indent,
			  enum term_style style)
{
	printf("%*s%-*s | %*s", MARGIN, "", LABEL,
	       columns.label == thread ? "" : names_thread(thread), indent, "");
	print_styled(text, length, style);
	putchar('\n');
	columns.label = thread;
}

void columns_print(int thread, const char *text, int indent, enum term_style style)
{
	while (*text) {
		int width, length = fold(text, columns.width - indent, &width);

		if (columns.list)
			print_in_list(thread, text, length, indent, style);
		else
			print_in_column(thread, text, length, width, indent, style);
		text += length;
		text += strspn(text, " ");
	}
}

static void print_heads(void)
{
	printf("%*s%s", MARGIN, "", term_style(TERM_BOLD));
	for (int i = 0; i < columns.count; i++)
		printf("%-*s%s", i + 1 < columns.count ? columns.width : 0,
		       names_thread(columns.thread[i]), i + 1 < columns.count ? " | " : "");
	printf("%s\n", term_style(TERM_PLAIN));
}

void columns_begin(uint32_t threads)
{
	int room = term_width() - MARGIN;

	columns.count = 0;
	columns.label = -1;
	for (int i = 0; i < ENGINE_THREADS; i++)
		if (threads & UINT32_C(1) << i)
			columns.thread[columns.count++] = i;
	columns.width = columns.count ? (room + GAP) / columns.count - GAP : room;
	columns.list = columns.width < NARROWEST - GAP;
	if (columns.list)
		columns.width = room - LABEL - GAP;
	else
		print_heads();
}
