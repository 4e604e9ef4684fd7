/* mutex.h: what a condition must know of mutexes. */
#ifndef EXPLORE_WORLD_MUTEX_H
#define EXPLORE_WORLD_MUTEX_H

#include "explore/engine/object.h"
#include "explore/engine/op.h"

#include <pthread.h>
#include <stdbool.h>

/* In an object's room. */
struct mutex {
	int owner; /* thread + 1; 0: free */
	int depth;
	int type; /* PTHREAD_MUTEX_NORMAL... */
	bool ready, shared, destroyed;
	int user; /* first thread + 1 that used it, main aside */
};

/* The record of a mutex that is about to be used at `pc`; misuse ends the schedule. */
struct object *mutex_at(const pthread_mutex_t *mutex, uintptr_t pc);

static inline struct mutex *mutex_of(struct object *object)
{
	return (struct mutex *)(void *)object->room;
}

/* For op->ready and op->holder with the record as op->state. */
bool mutex_is_free(const struct op *op, const struct thread *thread);
int mutex_holder(const struct op *op);

/* Free, or a recursive one that the thread holds already. */
bool mutex_is_free_for(struct object *object, int thread);

/* Lock it once more, or give back one level of it, when that is possible. */
void mutex_take(struct object *object);
void mutex_give(struct object *object);

/*
 * The calls, for functions under other names that user code calls directly: *op says from where,
 * and is filled in. They return what the pthread functions do; `until` NULL: no timeout.
 */
int mutex_lock(pthread_mutex_t *mutex, struct op *op, const struct timespec *until);
int mutex_trylock(pthread_mutex_t *mutex, struct op *op);
int mutex_unlock(pthread_mutex_t *mutex, struct op *op);
int mutex_init(pthread_mutex_t *mutex, struct op *op, int type, bool shared);
int mutex_destroy(pthread_mutex_t *mutex, struct op *op);

#endif
