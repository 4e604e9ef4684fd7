/*
 * expression.h: what a line of C accesses at a column, as far as names of things go.
 *
 * A compiler's column points into the expression: at the member in list->head, at the operator in
 * x = 1, ++x and *p, at the name in a call. Lines are not parsed: what is not understood has no
 * name, and is called by its address instead.
 */
#ifndef EXPLORE_SHOW_EXPRESSION_H
#define EXPLORE_SHOW_EXPRESSION_H

#include <stddef.h>

/* The expression that is read or written at byte `at` of the line (from 0); "" if not clear. */
void expression_at(const char *line, size_t at, char *expression, size_t size);

/* The first argument of the call whose name is at byte `at`, without '&'; "" if none is there. */
void expression_argument(const char *line, size_t at, char *argument, size_t size);

/* The name that gets the value of the call at byte `at`: "node" of node = malloc(8); or "". */
void expression_target(const char *line, size_t at, char *target, size_t size);

#endif
