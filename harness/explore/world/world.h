/*
 * world.h: what a program under exploration calls instead of the C library.
 *
 * The program's object files are compiled unchanged; build.sh then renames each call of a modelled
 * function f to world_f, and each hook __tsan_h of the compiler's instrumentation to hook_h (so
 * the harness itself keeps the real ones). Which functions are modelled is not listed anywhere:
 * what is defined here is. Every function means what the standard says of the one it is named
 * after; while no schedule runs (constructors, say) the calls mean what they mean elsewhere.
 *
 * In scenarios written inside the harness's own tests, call these by their names.
 */
#ifndef EXPLORE_WORLD_WORLD_H
#define EXPLORE_WORLD_WORLD_H

#include "explore/world/world_base.h"
#include "explore/world/world_sync.h"

#include <stddef.h>

/* Prepare the world for a schedule: called by the search, outside of all threads. */
void world_reset(void);

/* Bytes that the program may allocate in one schedule. */
void world_limit_memory(size_t bytes);

/* What the program has printed in this schedule, cut at some length. */
const char *world_output(size_t *length);

#endif
