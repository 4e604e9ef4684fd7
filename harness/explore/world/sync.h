/* sync.h: what the models of locks, conditions and their like share. */
#ifndef EXPLORE_WORLD_SYNC_H
#define EXPLORE_WORLD_SYNC_H

#include "explore/engine/op.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

/*
 * POSIX lets destroy leave an invalid value, and so we do: a new object with a static initializer
 * in the same place (a local variable, say) can then be told from the use of a destroyed one.
 */
void sync_poison(void *address, size_t size);
bool sync_is_poisoned(const void *address, size_t size);

/*
 * Objects that have no static initializer and were made before any schedule (by constructors).
 * Dies (die_user) when there are too many.
 */
struct made {
	const void *address;
	unsigned count;
	bool shared;
};

void sync_remember(const struct made *made);
const struct made *sync_recall(const void *address);

/* A thread whose next step is of that kind and concerns the object; -1: none. */
int sync_waiter(enum op_kind kind, const void *object);

/* Whether it is a point in time, or a duration, at all. */
bool sync_is_time(const struct timespec *time);
bool sync_is_clock(clockid_t clock);

/* The step had no effect, and its call returns `error`. Returns it. */
int sync_refuse(int error);

/* The same for a wait that has come to its end: ETIMEDOUT, or EINVAL for what is no time. */
int sync_time_out(const struct timespec *until);

#endif
