/* Misconception: There is one queue in the program, so its counter may be a global one. Caught by: hang-processes Loses: Processes Named: copies */
/*
 * static-counter.c: fork copies it. Each process draws from a roll of its own, all draw the
 * same numbers, and those with the same number go in together.
 */
#include "api.h"

#include <sched.h>
#include <stdatomic.h>

struct fair_lock {
	atomic_long serving;
};

const size_t fair_lock_size = sizeof(struct fair_lock);

static atomic_long next;

void fair_lock_init(struct fair_lock *lock)
{
	atomic_init(&next, 0);
	atomic_init(&lock->serving, 0);
}

long fair_lock_arrive(struct fair_lock *lock, int worker)
{
	(void)lock;
	(void)worker;
	return atomic_fetch_add(&next, 1);
}

void fair_lock_wait(struct fair_lock *lock, long place)
{
	while (atomic_load(&lock->serving) != place)
		sched_yield();
}

void fair_lock_leave(struct fair_lock *lock, long place)
{
	atomic_store(&lock->serving, place + 1);
}
