/*
 * object.h: the model's records of synchronization objects, found by the address of the user's.
 *
 * The user's pthread_mutex_t itself is never touched: a record can tell apart what bytes cannot
 * (never initialized, destroyed, whose it is). All records vanish when a schedule begins.
 */
#ifndef EXPLORE_ENGINE_OBJECT_H
#define EXPLORE_ENGINE_OBJECT_H

#include "explore/engine/vclock.h"

#include <stdbool.h>

/* Room for what a kind of object needs beyond the common part. */
#define OBJECT_ROOM 96

struct object {
	const void *address;
	int kind;				     /* of the world's; 0: just made */
	struct vclock clock;			     /* what its releases hand to its acquires */
	_Alignas(8) unsigned char room[OBJECT_ROOM]; /* zero when just made */
};

/* A new schedule begins. */
void object_begin(void);

/* The record for an address; made when there is none. Valid until the schedule ends. */
struct object *object_at(const void *address);

/* The record, or NULL. */
struct object *object_find(const void *address);

/* Forget it: an object was destroyed and another may be made there. */
void object_forget(struct object *object);

#endif
