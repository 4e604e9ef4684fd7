/* expression.h: the C expression that stands at a column of a source line. */
#ifndef EXPLORE_SHOW_EXPRESSION_H
#define EXPLORE_SHOW_EXPRESSION_H

#include <stddef.h>

/*
 * Write to `expression` what an access at column `at` (from 0) of `line` is about: the operand
 * that ends with the name at the column ("list->head" at "head"), or the one on the left of an
 * assignment. An empty string if there is none that can be told.
 */
void expression_at(const char *line, size_t at, char *expression, size_t size);

#endif
