/*
 * source.c: the fix as C text, for places that the compiler does not tell (see internal.h).
 *
 * Reads as the compiler does: trigraphs, lines continued by a backslash, digraphs, comments,
 * strings. It decides nothing but where a message points to, and whether there is a #line.
 */
#include "gate/internal.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

struct reader {
	const char *at;
	int line;
	bool fresh; /* nothing but blanks and comments before, in this line */
};

/* Length of a backslash that continues the line; 0: it is none. */
static size_t splice_length(const char *at)
{
	size_t length = *at == '\\' ? 1 : strncmp(at, "\?\?/", 3) == 0 ? 3 : 0;

	if (length == 0)
		return 0;
	length += strspn(at + length, " \t\r\v\f");
	return at[length] == '\n' ? length + 1 : 0;
}

static int get(struct reader *reader)
{
	size_t length;

	while ((length = splice_length(reader->at)) > 0) {
		reader->at += length;
		reader->line++;
	}
	if (!*reader->at)
		return 0;
	if (strncmp(reader->at, "\?\?=", 3) == 0) {
		reader->at += 3;
		return '#';
	}
	reader->line += *reader->at == '\n';
	return (unsigned char)*reader->at++;
}

static int peek(const struct reader *reader)
{
	struct reader copy = *reader;

	return get(&copy);
}

static void skip_comment(struct reader *reader, bool to_line_end)
{
	int before = 0, byte;

	while ((byte = peek(reader))) {
		if (to_line_end && byte == '\n')
			return;
		get(reader);
		if (!to_line_end && before == '*' && byte == '/')
			return;
		before = byte;
	}
}

static void skip_string(struct reader *reader, int quote)
{
	int byte;

	while ((byte = peek(reader)) && byte != '\n') {
		get(reader);
		if (byte == quote)
			return;
		if (byte == '\\' && peek(reader) != '\n')
			get(reader);
	}
}

/* The next character that is code; comments count as a blank. */
static int get_code(struct reader *reader)
{
	int byte = get(reader);

	if (byte == '/' && (peek(reader) == '*' || peek(reader) == '/')) {
		skip_comment(reader, get(reader) == '/');
		return ' ';
	}
	if (byte == '%' && peek(reader) == ':') {
		get(reader);
		return '#';
	}
	return byte;
}

static void read_word(struct reader *reader, int first, char *word, size_t size)
{
	size_t length = 0;

	for (int byte = first;; byte = get(reader)) {
		if (length + 1 < size)
			word[length++] = (char)byte;
		byte = peek(reader);
		if (!isalnum(byte) && byte != '_' && byte != '$' && byte < 128)
			break;
	}
	word[length] = '\0';
}

/* The next word (or the mark # at the beginning of a line) and its line; false: the end. */
static bool next_word(struct reader *reader, char *word, size_t size, int *line)
{
	int byte;

	while ((byte = get_code(reader))) {
		bool fresh = reader->fresh;

		reader->fresh = byte == '\n' || (fresh && isspace(byte));
		*line = reader->line;
		if (byte == '#' && fresh) {
			snprintf(word, size, "#");
			return true;
		}
		if (isalnum(byte) || byte == '_' || byte == '$' || byte >= 128) {
			read_word(reader, byte, word, size);
			return true;
		}
		if (byte == '"' || byte == '\'')
			skip_string(reader, byte);
	}
	return false;
}

static bool is_among(const char *words, const char *word)
{
	size_t length = strlen(word);

	for (const char *at = words; (at = strstr(at, word)); at += length)
		if ((at == words || at[-1] == ' ') && (!at[length] || at[length] == ' '))
			return true;
	return false;
}

int source_find(const char *fix, const char *words)
{
	struct reader reader = {fix, 1, true};
	char word[GATE_NAME];
	int line;

	while (next_word(&reader, word, sizeof word, &line))
		if (is_among(words, word))
			return line;
	return 0;
}

/* Is there a directive after this #? The word must stand in the same line. */
static bool read_directive(struct reader *reader, char *word, size_t size)
{
	struct reader copy = *reader;
	int byte;

	while ((byte = get_code(&copy)) && byte != '\n' && isspace(byte))
		;
	if (!isalnum(byte) && byte != '_')
		return false;
	read_word(&copy, byte, word, size);
	return true;
}

int source_find_line(const char *fix)
{
	struct reader reader = {fix, 1, true};
	char word[GATE_NAME];
	int line;

	while (next_word(&reader, word, sizeof word, &line))
		if (strcmp(word, "#") == 0 && read_directive(&reader, word, sizeof word) &&
		    (strcmp(word, "line") == 0 || isdigit((unsigned char)*word)))
			return line;
	return 0;
}

int source_find_include(const char *fix, const char *name)
{
	struct reader reader = {fix, 1, true};
	char word[GATE_NAME];
	int line;

	while (next_word(&reader, word, sizeof word, &line)) {
		const char *found = strstr(reader.at, name), *end = strchr(reader.at, '\n');

		if (strcmp(word, "#") == 0 && read_directive(&reader, word, sizeof word) &&
		    strncmp(word, "include", 7) == 0 && found && (!end || found < end))
			return line;
	}
	return 0;
}
