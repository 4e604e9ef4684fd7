/* show.h: a result as a diagram and sentences for people, and as JSON for programs. */
#ifndef EXPLORE_SHOW_SHOW_H
#define EXPLORE_SHOW_SHOW_H

#include "explore/explore.h"

/* Print the verdict in sentences; `program` is the executable that was explored. */
void show_verdict(const struct explore_result *result, const char *program);

/*
 * Print the failing schedule, a column for each thread: the text of each line that touches what
 * threads share, the values read and written, and where one thread interrupts another.
 */
void show_diagram(const struct explore_result *result, const char *program);

/*
 * Write the result as JSON to the file at `path`, or to standard output if it is "-".
 * Returns 0, or -1 with errno set.
 */
int show_json(const struct explore_result *result, const char *program, const char *path);

#endif
