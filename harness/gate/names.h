/* names.h: the lists of what may be called, and why the rest may not (for the gate alone). */
#ifndef GATE_NAMES_H
#define GATE_NAMES_H

#include <stdbool.h>
#include <stddef.h>

/* Is the name among the list's words? Those that end in * stand for all with that beginning. */
bool names_has(const char *list, const char *name);

/* Does the header name it with a parenthesis behind, as where a function is declared? */
bool names_is_declared(const char *header, const char *name);

/* Is it among the strings of an array that ends with NULL? */
bool names_is_one_of(const char *const *names, const char *name);

/*
 * Find the line `NAME...: WHY; REMEDY` of the list that has the name, and copy what it says; the
 * remedy may be "". Returns false when there is none.
 */
bool names_reason(const char *list, const char *name, char *why, char *remedy, size_t size);

#endif
