/*
 * blocks.h: heap blocks are called after the variable that first held them: node A, node B. Each
 * is known by the event of the trace that allocated it.
 */
#ifndef EXPLORE_SHOW_BLOCKS_H
#define EXPLORE_SHOW_BLOCKS_H

#include "explore/engine/trace.h"

#include <stddef.h>

#define BLOCKS_NONE UINT32_MAX

/* Forget which blocks have been labelled. */
void blocks_begin(void);

/* The block that holds `address` when event `at` has come (trace->count: in the end); or none. */
uint32_t blocks_find(const struct trace *trace, uint32_t at, uint64_t address);

/* Write its label. */
void blocks_label(const struct trace *trace, uint32_t block, char *label, size_t size);

/* The first block from event `at` on that has been labelled since blocks_begin; or trace->count. */
uint32_t blocks_next(const struct trace *trace, uint32_t at);

#endif
