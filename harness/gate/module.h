/* module.h: what can be asked of a module in LLVM's text form (for the gate alone). */
#ifndef GATE_MODULE_H
#define GATE_MODULE_H

#include "gate/token.h"

enum symbol_kind { SYMBOL_FUNCTION, SYMBOL_VARIABLE, SYMBOL_ALIAS };

struct symbol {
	struct span name; /* length 0: an empty place in the table */
	struct span line; /* that declares or defines it */
	enum symbol_kind kind;
	bool defined;
	bool local; /* nobody else sees it */
	bool quoted;
	bool used;    /* for the rules: they have seen it */
	bool allowed; /* for the rules: it is on the list */
};

struct module {
	struct span text;
	struct span *metadata; /* the line that begins with !N */
	struct span *group;    /* the line that begins with attributes #N */
	size_t metadata_count, group_count, symbol_count;
	struct symbol *symbol; /* a hash table */
	size_t symbol_places;  /* a power of two */
};

/* Longer lines of metadata and attributes count as absent: nobody reads them again and again. */
#define MODULE_MOST_LINE 8192

/* Index a text, which must stay. Dies when there is no memory; it needs some times the text's. */
void module_open(struct module *module, const char *text, size_t size);
void module_close(struct module *module);

/* NULL: the module neither declares nor defines it. */
struct symbol *module_symbol(const struct module *module, struct span name);

/* The lines of `attributes #N` and `!N`; length 0: there is none. */
struct span module_group(const struct module *module, long number);
struct span module_metadata(const struct module *module, long number);

/* Metadata that a field of other metadata points to. */
struct span module_follow(const struct module *module, struct span from, const char *field);

/* Debug information of a symbol's definition: its number; -1: none. */
long module_symbol_debug(const struct module *module, const struct symbol *symbol);

/*
 * File and line of debug information !N (a place, a function or a variable). Returns the line, 0 when
 * unknown. `file` may become "".
 */
int module_place(const struct module *module, long number, char *file, size_t size);

/* The text between quotes, with its escapes (\5C) undone; cut at `size`. */
void module_unquote(struct span text, char *plain, size_t size);

#endif
