/*
 * columns.h: text in a column for each thread; where there is no room for columns, as a list with
 * the thread in front.
 */
#ifndef EXPLORE_SHOW_COLUMNS_H
#define EXPLORE_SHOW_COLUMNS_H

#include "base/term.h"

#include <stdint.h>

/* From now on there is a column for each thread whose bit is set; prints the heads. */
void columns_begin(uint32_t threads);

/* Print a text in a thread's column, folded, each line after `indent` blanks. */
void columns_print(int thread, const char *text, int indent, enum term_style style);

#endif
