/* token.h: the words of one line of a module in LLVM's text form (for the gate alone). */
#ifndef GATE_TOKEN_H
#define GATE_TOKEN_H

#include <stdbool.h>
#include <stddef.h>

/* A stretch of text; not zero-terminated, and zeros mean nothing in it. */
struct span {
	const char *text;
	size_t length;
};

enum token_kind {
	TOKEN_END,    /* also before a comment */
	TOKEN_WORD,   /* define, i32, -5 */
	TOKEN_STRING, /* between quotes, escapes as they are */
	TOKEN_GLOBAL, /* @name; the text is the name, also when it was quoted */
	TOKEN_LOCAL,  /* %name */
	TOKEN_META,   /* !name or !5 */
	TOKEN_GROUP,  /* #5 */
	TOKEN_MARK,   /* any other character */
};

struct token {
	enum token_kind kind;
	struct span text;
	bool quoted; /* a name in quotes: escapes are as they are */
};

/* The next line of `*rest`, without its end; `*rest` moves on. Returns false when there is none. */
bool token_line(struct span *rest, struct span *line);

/* The next token of `*rest`, which moves on. */
struct token token_next(struct span *rest);

bool span_is(struct span span, const char *text);
bool span_same(struct span a, struct span b);
bool span_begins(struct span span, const char *text);

/* Is it this word, this mark? */
bool token_is(const struct token *token, const char *word);
bool token_is_mark(const struct token *token, char mark);

/* A number without sign; -1: it is none, or too large. */
long span_number(struct span span);

/* Does the line have this word, or !name? Strings, other names and comments do not count. */
bool line_has(struct span line, const char *word);
bool line_has_meta(struct span line, const char *name);

/* N of the last `!name !N`; of the last `#N`; -1: none. */
long line_meta(struct span line, const char *name);
long line_group(struct span line);

/* The value of `field: value`: a word, a string, a number of metadata; TOKEN_END: none. */
struct token line_field(struct span line, const char *field);

#endif
