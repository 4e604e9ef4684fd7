/* Misconception: No machine has more than sixteen cores, so there are no more waiters. Caught by: grade Loses: In order Named: room-for-all */
/*
 * few-places.c: a lamp for every place, but only 32 of them, which is enough for sixteen workers
 * with two places each. With more, two wait at one lamp, and whoever looks first goes in.
 */
#include "api.h"

#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>

#define PLACES 32

struct fair_lock {
	atomic_long next;
	atomic_bool served[PLACES];
};

const size_t fair_lock_size = sizeof(struct fair_lock);

void fair_lock_init(struct fair_lock *lock)
{
	atomic_init(&lock->next, 0);
	for (int i = 0; i < PLACES; i++)
		atomic_init(&lock->served[i], i == 0);
}

long fair_lock_arrive(struct fair_lock *lock, int worker)
{
	(void)worker;
	return atomic_fetch_add(&lock->next, 1);
}

void fair_lock_wait(struct fair_lock *lock, long place)
{
	while (!atomic_load(&lock->served[place % PLACES]))
		sched_yield();
	atomic_store(&lock->served[place % PLACES], false);
}

void fair_lock_leave(struct fair_lock *lock, long place)
{
	atomic_store(&lock->served[(place + 1) % PLACES], true);
}
