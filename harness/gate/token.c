/* token.c: see token.h. */
#include "gate/token.h"

#include <stdlib.h>
#include <string.h>

bool token_line(struct span *rest, struct span *line)
{
	const char *end;

	if (rest->length == 0)
		return false;
	end = memchr(rest->text, '\n', rest->length);
	line->text = rest->text;
	line->length = end ? (size_t)(end - rest->text) : rest->length;
	rest->text += line->length + (end != NULL);
	rest->length -= line->length + (end != NULL);
	return true;
}

static bool is_word(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
	       (byte >= '0' && byte <= '9') || byte == '.' || byte == '_' || byte == '$' ||
	       byte == '-';
}

static struct span take(struct span *rest, size_t length)
{
	struct span taken = {rest->text, length};

	rest->text += length;
	rest->length -= length;
	return taken;
}

static struct span take_word(struct span *rest)
{
	size_t length = 0;

	while (length < rest->length && is_word(rest->text[length]))
		length++;
	return take(rest, length);
}

/* Within, quotes are written as \22. */
static struct span take_string(struct span *rest)
{
	const char *end;
	struct span taken;

	take(rest, 1);
	end = rest->length ? memchr(rest->text, '"', rest->length) : NULL;
	taken = take(rest, end ? (size_t)(end - rest->text) : rest->length);
	take(rest, end != NULL);
	return taken;
}

static enum token_kind kind_of(char first)
{
	switch (first) {
	case '@':
		return TOKEN_GLOBAL;
	case '%':
		return TOKEN_LOCAL;
	case '!':
		return TOKEN_META;
	case '#':
		return TOKEN_GROUP;
	case '"':
		return TOKEN_STRING;
	default:
		return is_word(first) ? TOKEN_WORD : TOKEN_MARK;
	}
}

static struct token take_name(struct span *rest, enum token_kind kind)
{
	struct token token = {.kind = kind};

	take(rest, 1);
	token.quoted = rest->length > 0 && rest->text[0] == '"';
	token.text = token.quoted ? take_string(rest) : take_word(rest);
	if (token.quoted && kind == TOKEN_META)
		token.kind = TOKEN_STRING;
	return token;
}

struct token token_next(struct span *rest)
{
	struct token token = {.kind = TOKEN_END};

	while (rest->length > 0 && strchr(" \t\r", rest->text[0]) && rest->text[0])
		take(rest, 1);
	if (rest->length == 0 || rest->text[0] == ';')
		return token;
	token.kind = kind_of(rest->text[0]);
	if (token.kind == TOKEN_STRING)
		token.text = take_string(rest);
	else if (token.kind == TOKEN_WORD)
		token.text = take_word(rest);
	else if (token.kind == TOKEN_MARK)
		token.text = take(rest, 1);
	else
		return take_name(rest, token.kind);
	return token;
}

bool span_is(struct span span, const char *text)
{
	return span_same(span, (struct span){text, strlen(text)});
}

bool span_same(struct span a, struct span b)
{
	/* Nothing may have no address. */
	return a.length == b.length && (a.length == 0 || memcmp(a.text, b.text, a.length) == 0);
}

bool span_begins(struct span span, const char *text)
{
	size_t length = strlen(text);

	return span.length >= length &&
	       span_same((struct span){span.text, length}, (struct span){text, length});
}

bool token_is(const struct token *token, const char *word)
{
	return token->kind == TOKEN_WORD && span_is(token->text, word);
}

bool token_is_mark(const struct token *token, char mark)
{
	return token->kind == TOKEN_MARK && token->text.text[0] == mark;
}

long span_number(struct span span)
{
	long number = 0;

	if (span.length == 0 || span.length > 9)
		return -1;
	for (size_t i = 0; i < span.length; i++) {
		if (span.text[i] < '0' || span.text[i] > '9')
			return -1;
		number = 10 * number + (span.text[i] - '0');
	}
	return number;
}

static bool has(struct span line, enum token_kind kind, const char *text)
{
	struct token token;

	while ((token = token_next(&line)).kind != TOKEN_END)
		if (token.kind == kind && span_is(token.text, text))
			return true;
	return false;
}

bool line_has(struct span line, const char *word)
{
	return has(line, TOKEN_WORD, word);
}

bool line_has_meta(struct span line, const char *name)
{
	return has(line, TOKEN_META, name);
}

long line_meta(struct span line, const char *name)
{
	struct token token;
	long number = -1;

	while ((token = token_next(&line)).kind != TOKEN_END) {
		if (token.kind != TOKEN_META || !span_is(token.text, name))
			continue;
		token = token_next(&line);
		number = token.kind == TOKEN_META ? span_number(token.text) : -1;
	}
	return number;
}

long line_group(struct span line)
{
	struct token token;
	long number = -1;

	while ((token = token_next(&line)).kind != TOKEN_END)
		if (token.kind == TOKEN_GROUP && span_number(token.text) >= 0)
			number = span_number(token.text);
	return number;
}

struct token line_field(struct span line, const char *field)
{
	struct token token, colon;

	while ((token = token_next(&line)).kind != TOKEN_END) {
		struct span rest = line;

		colon = token_next(&rest);
		if (token_is(&token, field) && token_is_mark(&colon, ':'))
			return token_next(&rest);
	}
	return token;
}
