/* places.h: where in the source: addresses of an executable become functions, lines, variables. */
#ifndef EXPLORE_SHOW_PLACES_H
#define EXPLORE_SHOW_PLACES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PLACE_TEXT 256

struct place {
	char function[PLACE_TEXT], file[PLACE_TEXT];
	int line, column;	  /* from 1; 0: not known */
	char source[PLACE_TEXT];  /* the text of the line, without indentation; "" */
	char subject[PLACE_TEXT]; /* the expression at the column that is read or written; "" */
};

/*
 * Start to look things up in `program`, an executable that is not position-independent. Without
 * llvm-symbolizer nothing is known, and all lookups say so.
 */
void places_open(const char *program);
void places_close(void);

/* The place of a return address. Valid until places_close. */
const struct place *places_find(uint64_t pc);

/* The name of the variable at `address`, with the offset into it; false: no variable is there. */
bool places_variable(uint64_t address, char *name, size_t size);

#endif
