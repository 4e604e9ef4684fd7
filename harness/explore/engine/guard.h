/*
 * guard.h: memory that is none of the program's business: the judge's own, or what a workload
 * counts in. Only code that is to be checked is watched, such as a student's; the rest of the
 * program may.
 */
#ifndef EXPLORE_ENGINE_GUARD_H
#define EXPLORE_ENGINE_GUARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define GUARD_MOST 64 /* ranges */

/* The code that is watched; size 0 (as at first): none. */
void guard_watch(const void *code, size_t size);

/* The code that is watched must not touch this: in this schedule, or in all if none runs. */
void guard_forbid(const void *start, size_t size);

/* A new schedule begins: forget what was forbidden in an earlier one. */
void guard_begin(void);

/* Is this access, by the code that returns to `pc`, one of those? */
bool guard_forbids(const void *address, size_t size, uintptr_t pc);

#endif
