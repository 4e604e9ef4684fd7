/*
 * names.h: names for what a trace is about; between places_open and places_close.
 *
 * An access is called as its line of source calls it (list->head), a heap block after the variable
 * that first held it (node A, node B), a value that points to a block or a variable by that name.
 */
#ifndef EXPLORE_SHOW_NAMES_H
#define EXPLORE_SHOW_NAMES_H

#include "explore/engine/trace.h"

#include <stdbool.h>
#include <stddef.h>

/* What an address is called when event `at` of the trace has come (trace->count: in the end). */
void names_address(const struct trace *trace, uint32_t at, uint64_t address, char *name,
		   size_t size);

/* What an event accesses, locks, frees...; "" when it is about nothing that has a name. */
void names_object(const struct trace *trace, uint32_t at, char *name, size_t size);

/* A value that event `at` read or wrote. */
void names_value(const struct trace *trace, uint32_t at, uint64_t value, char *text, size_t size);

/* A failure's text with the name of what is there for each {0xADDRESS}, and "main" for "T0". */
void names_insert(const struct trace *trace, const char *text, char *named, size_t size);

/* "main" for thread 0, "T1"... */
const char *names_thread(int actor);

#endif
