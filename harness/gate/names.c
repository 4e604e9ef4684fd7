/* names.c: see names.h. */
#include "gate/names.h"

#include "gate/token.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

static bool matches(struct span word, const char *name)
{
	if (word.length > 0 && word.text[word.length - 1] == '*')
		return strncmp(word.text, name, word.length - 1) == 0;
	return span_is(word, name);
}

static bool is_blank(char byte)
{
	return byte == ' ' || byte == '\t';
}

static bool has_word(struct span line, const char *name)
{
	while (line.length > 0) {
		struct span word = {line.text, 0};

		while (word.length < line.length && !is_blank(line.text[word.length]))
			word.length++;
		if (word.length > 0 && matches(word, name))
			return true;
		word.length += word.length < line.length;
		line.text += word.length;
		line.length -= word.length;
	}
	return false;
}

bool names_has(const char *list, const char *name)
{
	struct span rest = {list, strlen(list)}, line;

	while (token_line(&rest, &line))
		if (!span_begins(line, "#") && has_word(line, name))
			return true;
	return false;
}

static bool is_in_word(char byte)
{
	return isalnum((unsigned char)byte) || byte == '_';
}

bool names_is_declared(const char *header, const char *name)
{
	size_t length = strlen(name);

	if (length == 0)
		return false;
	for (const char *at = strstr(header, name); at; at = strstr(at + 1, name))
		if (at[length] == '(' && (at == header || !is_in_word(at[-1])))
			return true;
	return false;
}

bool names_is_one_of(const char *const *names, const char *name)
{
	for (; *names; names++)
		if (strcmp(*names, name) == 0)
			return true;
	return false;
}

static void copy_reason(struct span text, char *why, char *remedy, size_t size)
{
	const char *end = text.text + text.length, *split = text.text;

	while (split < end && *split != ';')
		split++;
	snprintf(why, size, "%.*s", (int)(split - text.text), text.text);
	split += split < end;
	while (split < end && *split == ' ')
		split++;
	snprintf(remedy, size, "%.*s", (int)(end - split), split);
}

bool names_reason(const char *list, const char *name, char *why, char *remedy, size_t size)
{
	struct span rest = {list, strlen(list)}, line;

	while (token_line(&rest, &line)) {
		const char *colon = memchr(line.text, ':', line.length);
		struct span names = {line.text, colon ? (size_t)(colon - line.text) : 0};
		struct span reason;

		if (span_begins(line, "#") || !has_word(names, name))
			continue;
		reason = (struct span){colon + 1, line.length - names.length - 1};
		while (reason.length > 0 && is_blank(*reason.text))
			reason.text++, reason.length--;
		copy_reason(reason, why, remedy, size);
		return true;
	}
	return false;
}
