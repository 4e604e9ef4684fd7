/* expression.c: reads C around a column, as far as names of things go (see expression.h). */
#include "explore/show/expression.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static bool is_name(char character)
{
	return isalnum((unsigned char)character) || character == '_';
}

static bool is_blank(char character)
{
	return character == ' ' || character == '\t';
}

static size_t skip_blanks_back(const char *line, size_t end)
{
	while (end > 0 && is_blank(line[end - 1]))
		end--;
	return end;
}

static size_t skip_blanks(const char *line, size_t at)
{
	while (is_blank(line[at]))
		at++;
	return at;
}

static size_t skip_name(const char *line, size_t at)
{
	while (is_name(line[at]))
		at++;
	return at;
}

/* Back over "[...]" or "(...)" that ends before `end`; `end` if it does not close. */
static size_t skip_brackets_back(const char *line, size_t end)
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

/* Over "[...]" that begins at `at`; `at` if it does not close. */
static size_t skip_brackets(const char *line, size_t at)
{
	int depth = 0;

	for (size_t i = at; line[i]; i++) {
		if (line[i] == '[')
			depth++;
		else if (line[i] == ']' && --depth == 0)
			return i + 1;
	}
	return at;
}

/* Over the elements that follow a name: [i][j]. */
static size_t skip_elements(const char *line, size_t at)
{
	while (line[at] == '[') {
		size_t end = skip_brackets(line, at);

		if (end == at)
			break;
		at = end;
	}
	return at;
}

/* Where the operand that ends before `end` begins: names, members, elements. */
static size_t operand_start(const char *line, size_t end)
{
	size_t start = end;

	for (;;) {
		while (start > 0 && (line[start - 1] == ']' || line[start - 1] == ')')) {
			size_t open = skip_brackets_back(line, start);

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

/* Where the operand that begins at `at` ends. */
static size_t operand_end(const char *line, size_t at)
{
	for (;;) {
		at = skip_elements(line, skip_name(line, at));
		if (line[at] == '-' && line[at + 1] == '>')
			at += 2;
		else if (line[at] == '.')
			at++;
		else
			return at;
	}
}

static bool is_assignment(const char *text)
{
	if (text[0] == '=')
		return text[1] != '=';
	if ((text[0] == '<' || text[0] == '>') && text[1] == text[0])
		return text[2] == '=';
	return *text && strchr("+-*/%&|^", *text) && text[1] == '=';
}

static bool is_step(const char *text)
{
	return (text[0] == '+' || text[0] == '-') && text[1] == text[0];
}

/* "*p = 1", unless what is before the star makes it a product or a declaration. */
static size_t include_stars(const char *line, size_t start)
{
	size_t star = start, before;

	while (star > 0 && line[star - 1] == '*')
		star--;
	before = skip_blanks_back(line, star);
	return before == 0 || strchr("{};(),:", line[before - 1]) ? star : start;
}

static bool is_word(const char *text, size_t length, const char *word)
{
	return strlen(word) == length && strncmp(text, word, length) == 0;
}

/* Not a number, and none of the words that may stand where a name could. */
static bool is_operand(const char *text, size_t length)
{
	static const char *const words[] = {"return", "if",   "for",	"while",
					    "sizeof", "else", "case",	"switch",
					    "void",   "int",  "struct", "static"};

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (is_word(text, length, words[i]))
			return false;
	return length > 0 && !isdigit((unsigned char)text[0]);
}

static void copy(const char *line, size_t start, size_t end, char *text, size_t size)
{
	*text = '\0';
	if (start < end && end - start < size && is_operand(line + start, end - start))
		snprintf(text, size, "%.*s", (int)(end - start), line + start);
}

/* What is left of the operator at `at`: x of x = 1 and of x++. */
static void copy_left(const char *line, size_t at, char *text, size_t size)
{
	size_t end = skip_blanks_back(line, at);

	copy(line, include_stars(line, operand_start(line, end)), end, text, size);
}

void expression_at(const char *line, size_t at, char *expression, size_t size)
{
	*expression = '\0';
	if (at >= strlen(line))
		return;
	if (is_name(line[at])) {
		size_t end = skip_elements(line, skip_name(line, at));

		if (line[skip_blanks(line, end)] != '(') /* a call is no access */
			copy(line, operand_start(line, skip_name(line, at)), end, expression, size);
	} else if (is_step(line + at) &&
		   !(at > 0 &&
		     (is_name(line[at - 1]) || line[at - 1] == ']' || line[at - 1] == ')'))) {
		copy(line, at + 2, operand_end(line, at + 2), expression, size);
	} else if (is_step(line + at) || is_assignment(line + at)) {
		copy_left(line, at, expression, size);
	} else if (line[at] == '*' && is_name(line[at + 1])) {
		copy(line, at, operand_end(line, at + 1), expression, size);
	}
}

/* Where an argument ends: at a comma or bracket of no inner bracket. */
static size_t argument_end(const char *line, size_t at)
{
	int depth = 0;

	for (; line[at]; at++) {
		if (line[at] == '(' || line[at] == '[')
			depth++;
		else if (depth == 0 && (line[at] == ',' || line[at] == ')'))
			break;
		else if (line[at] == ')' || line[at] == ']')
			depth--;
	}
	return at;
}

void expression_argument(const char *line, size_t at, char *argument, size_t size)
{
	size_t start, end;

	*argument = '\0';
	if (at >= strlen(line) || !is_name(line[at]))
		return;
	start = skip_blanks(line, skip_name(line, at));
	if (line[start] != '(')
		return;
	start = skip_blanks(line, start + 1);
	if (line[start] == '&')
		start = skip_blanks(line, start + 1);
	end = skip_blanks_back(line, argument_end(line, start));
	copy(line, start, end, argument, size);
}

void expression_target(const char *line, size_t at, char *target, size_t size)
{
	size_t end;

	*target = '\0';
	if (at >= strlen(line))
		return;
	end = skip_blanks_back(line, at);
	if (end > 0 && line[end - 1] == ')') /* a cast */
		end = skip_blanks_back(line, skip_brackets_back(line, end));
	if (end < 2 || line[end - 1] != '=' || strchr("=!<>", line[end - 2]))
		return;
	end = skip_blanks_back(line, end - 1);
	at = end;
	while (at > 0 && is_name(line[at - 1]))
		at--;
	copy(line, at, end, target, size);
}
