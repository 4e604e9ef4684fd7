/*
 * lab04-queue.c: the queue of Mellor-Crummey and Scott (1991), with two nodes for each worker
 * in the lock, and waiters that yield.
 */
#include "api.h"

#include <sched.h>
#include <stdatomic.h>

#define PLACES (2 * FAIR_LOCK_WORKERS)

struct place {
	_Atomic(struct place *) next; /* who stands behind us */
	atomic_int waits;
};

struct fair_lock {
	_Atomic(struct place *) last; /* in line; NULL: nobody is */
	int turn[FAIR_LOCK_WORKERS];  /* which of its places a worker took last; only its own */
	struct place place[PLACES];
};

const size_t fair_lock_size = sizeof(struct fair_lock);

void fair_lock_init(struct fair_lock *lock)
{
	atomic_init(&lock->last, NULL);
}

long fair_lock_arrive(struct fair_lock *lock, int worker)
{
	long number = 2 * worker + (lock->turn[worker] ^= 1);
	struct place *mine = &lock->place[number], *before;

	atomic_store(&mine->next, NULL);
	atomic_store(&mine->waits, 1);
	before = atomic_exchange(&lock->last, mine);
	if (before)
		atomic_store(&before->next, mine);
	else
		atomic_store(&mine->waits, 0);
	return number;
}

void fair_lock_wait(struct fair_lock *lock, long place)
{
	while (atomic_load(&lock->place[place].waits))
		sched_yield();
}

void fair_lock_leave(struct fair_lock *lock, long place)
{
	struct place *mine = &lock->place[place], *last = mine, *next;

	if (atomic_compare_exchange_strong(&lock->last, &last, NULL))
		return;
	/* Somebody stands behind us, or will as soon as it has linked itself. */
	while (!(next = atomic_load(&mine->next)))
		sched_yield();
	atomic_store(&next->waits, 0);
}
