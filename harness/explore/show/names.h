/* names.h: names for addresses and values; between places_open and places_close. */
#ifndef EXPLORE_SHOW_NAMES_H
#define EXPLORE_SHOW_NAMES_H

#include "explore/engine/trace.h"

#include <stddef.h>

/* A variable, an expression of the source, a heap block; or the bare address. */
void names_find(const struct trace *trace, uint64_t address, char *name, size_t size);

/* A value that `event` read or wrote: pointers are "@" and their last digits. */
void names_value(const struct event *event, uint64_t value, char *text, size_t size);

#endif
