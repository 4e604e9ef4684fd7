/* expression.c: reads C backwards, as far as names of things go (see expression.h). */
#include "explore/show/expression.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static bool is_name(char character)
{
	return isalnum((unsigned char)character) || character == '_';
}

/* Back over blanks. */
static size_t skip_blanks(const char *line, size_t end)
{
	while (end > 0 && isspace((unsigned char)line[end - 1]))
		end--;
	return end;
}

/* Back over "[...]" or "(...)" that ends before `end`; `end` if it does not close. */
static size_t skip_brackets(const char *line, size_t end)
{
	int depth = 0;

	for (size_t i = end; i-- > 0;) {
		if (line[i] == ']' || line[i] == ')')
			depth++;
		else if ((line[i] == '[' || line[i] == '(') && --depth == 0)
			return i;
	}
	return end;
}

/* Where the operand that ends before `end` begins: names, members, elements. */
static size_t operand_start(const char *line, size_t end)
{
	size_t start = end;

	for (;;) {
		while (start > 0 && (line[start - 1] == ']' || line[start - 1] == ')')) {
			size_t open = skip_brackets(line, start);

			if (open == start)
				return start;
			start = open;
		}
		while (start > 0 && is_name(line[start - 1]))
			start--;
		if (start > 1 && line[start - 1] == '>' && line[start - 2] == '-')
			start -= 2;
		else if (start > 0 && line[start - 1] == '.')
			start--;
		else
			return start;
	}
}

void expression_at(const char *line, size_t at, char *expression, size_t size)
{
	size_t length = strlen(line), start, end = at;

	*expression = '\0';
	if (at >= length)
		return;
	if (is_name(line[at])) {
		while (end < length && is_name(line[end]))
			end++;
		while (line[end] == '[')
			end += strcspn(line + end, "]") + (strchr(line + end, ']') != NULL);
		if (line[end] == '(') /* a call: its name is not what is accessed */
			return;
	} else if (line[at] == '*' || line[at] == '&') {
		return;
	} else {
		end = skip_blanks(line, at); /* an assignment: what is on its left */
	}
	start = operand_start(line, end);
	if (start < end)
		snprintf(expression, size, "%.*s", (int)(end - start), line + start);
}
