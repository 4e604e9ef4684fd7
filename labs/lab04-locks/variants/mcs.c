/*
 * mcs.c: the queue of locks/mcs.h, fair, and it only spins.
 *
 * A place is a node in the lock. Each worker has two, one for the turn that it is served at and one
 * for its next.
 */
#include "api.h"

#include "locks/mcs.h"

#include <stdbool.h>

#define PLACES (2 * FAIR_LOCK_WORKERS)

struct fair_lock {
	struct mcs mcs;
	int second[FAIR_LOCK_WORKERS]; /* which of its two places a worker took last; its own */
	bool waits[PLACES];	       /* whether there was somebody before it; its worker's own */
	struct mcs_node node[PLACES];
};

const size_t fair_lock_size = sizeof(struct fair_lock);

void fair_lock_init(struct fair_lock *lock)
{
	mcs_init(&lock->mcs);
}

long fair_lock_arrive(struct fair_lock *lock, int worker)
{
	int place = 2 * worker + (lock->second[worker] ^= 1);

	lock->waits[place] = mcs_arrive(&lock->mcs, &lock->node[place]);
	return place;
}

void fair_lock_wait(struct fair_lock *lock, long place)
{
	if (lock->waits[place])
		mcs_wait(&lock->node[place]);
}

void fair_lock_leave(struct fair_lock *lock, long place)
{
	mcs_unlock(&lock->mcs, &lock->node[place]);
}
