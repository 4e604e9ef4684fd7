/* internal.h: what the files of the gate share. */
#ifndef GATE_INTERNAL_H
#define GATE_INTERNAL_H

#include "gate/gate.h"
#include "gate/module.h"

struct check {
	const struct module *module;
	const struct gate_policy *policy;
	struct gate_report *report;
	long subprogram;       /* debug information of the function being read; -1: none */
	struct span address;   /* the last value made of a number: %name */
	struct span processor; /* attributes of the first function */
	bool inside;	       /* of a function */
	int refusals;	       /* repeated ones included */
};

/* One kind of thing that is refused. */
struct objection {
	const char *what, *why, *remedy;
	const char *hint; /* words to look for in the fix when nothing tells the line; or NULL */
};

/* ---- report.c ---- */

/* `debug`: number of the debug information that says where, -1: nothing does; symbol: or "". */
void refuse(struct check *check, long debug, const char *symbol, const struct objection *objection);

/* The same for a line of the fix; 0: unknown. */
void refuse_line(struct check *check, int line, const char *symbol,
		 const struct objection *objection);

void report_sort(struct gate_report *report);

/* ---- source.c: the fix itself, as C; only for places ---- */

/* Line of the first of some words, apart from comments and strings; 0: there is none. */
int source_find(const char *fix, const char *words);

/* Line of the first #line; 0: there is none. However it is written. */
int source_find_line(const char *fix);

/* Line of the first #include that has the text; 0: there is none. */
int source_find_include(const char *fix, const char *name);

/* ---- symbols.c: names ---- */

/* Copy a name. Returns false when it is none that C has (an assembler name), or too long. */
bool symbol_name(const struct symbol *symbol, char *name, size_t size);

/* A name that is not defined here, used at `debug`. */
/* May a fix call it? */
bool check_may_call(const struct check *check, const char *name);

void check_use(struct check *check, struct symbol *symbol, long debug);

/* What the module defines: can others see it, does it pretend to be something else? */
void check_definition(struct check *check, const struct symbol *symbol, long debug);

/* After all lines: what is declared and used nowhere that was looked at; what is missing. */
void check_rest(struct check *check);

/* ---- functions.c, variables.c, body.c, files.c: by kinds of lines ---- */

void check_function(struct check *check, const struct symbol *symbol);
void check_variable(struct check *check, const struct symbol *symbol);
void check_instruction(struct check *check, struct span line);
void check_metadata(struct check *check, struct span line);

/* The fix as text, if the policy has it. */
void check_text(struct check *check);

/* Words that no definition may have: sections, weakness and the like. */
void check_words(struct check *check, const struct symbol *symbol, long debug);

/* Attributes of a variable. */
void check_variable_group(struct check *check, const struct symbol *symbol, long debug);

/* All names in a line: what it calls, and of what it takes the address. */
void check_names(struct check *check, struct span line, long debug);

#endif
