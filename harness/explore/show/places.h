/* places.h: where in the source: addresses of an executable become functions, lines, variables. */
#ifndef EXPLORE_SHOW_PLACES_H
#define EXPLORE_SHOW_PLACES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PLACE_TEXT 256
#define PLACE_FILE 1024

/* Texts are "" when they are not known. */
struct place {
	char function[PLACE_TEXT], file[PLACE_FILE];
	int line, column;	   /* from 1; 0: not known */
	char source[PLACE_TEXT];   /* the text of the line, without indentation and comment */
	char subject[PLACE_TEXT];  /* what is read or written at the column; see expression.h */
	char argument[PLACE_TEXT]; /* of the call at the column, the first one */
	char target[PLACE_TEXT];   /* what gets that call's value */
};

/*
 * Start to look things up in `program`, an executable that is not position-independent. Without
 * llvm-symbolizer nothing is known, and all lookups say so. Who shows the same program several times
 * opens it around all of them, so that it is looked up once.
 */
void places_open(const char *program);
void places_close(void);

/* The place of a return address. Never NULL; valid until places_close. */
const struct place *places_find(uint64_t pc);

/* The name of the variable that holds `address`, where it starts, and its bytes; or false. */
bool places_variable(uint64_t address, char *name, size_t size, uint64_t *start, uint64_t *bytes);

#endif
