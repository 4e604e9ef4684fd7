/* module.h: what can be asked of a module in LLVM's text form (for the gate alone). */
#ifndef GATE_MODULE_H
#define GATE_MODULE_H

#include <stdbool.h>
#include <stddef.h>

#define MODULE_NAME 128

/* One line, without its end; not zero-terminated. */
struct line {
	const char *text;
	size_t length;
};

/* The next line of `*rest`, which moves on; false: there is none. */
bool module_next_line(const char **rest, struct line *line);

bool line_begins(struct line line, const char *with);

/* First occurrence outside of string literals; NULL: none. */
const char *line_find(struct line line, const char *what);

/* The symbol that begins at '@': "name" or "\"name\"". Returns false when there is none. */
bool module_symbol(struct line line, const char *at, char name[MODULE_NAME]);

/* The number after the last `mark` ("!dbg !", " #") in the line; -1: none. */
long line_number_after(struct line line, const char *mark);

/* The text of "attributes #N = ..." or of "!N = ..."; length 0: there is none. */
struct line module_attributes(const char *module, long number);
struct line module_metadata(const char *module, long number);

/* The value of a field, as in `name: "value"` or `line: 12`; false: not there. */
bool line_field(struct line line, const char *field, char *value, size_t size);

/* File and line of debug information !N (a DILocation or DISubprogram); 0 when unknown. */
int module_place(const char *module, long number, char *file, size_t size);

#endif
