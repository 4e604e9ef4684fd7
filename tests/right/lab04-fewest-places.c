/*
 * lab04-fewest-places.c: a lamp for every worker, though each may have two places. While all stand
 * in line, the one that stands twice is the one that is served: its lamp is out by then, so it can
 * be the next one's to whom the same lamp belongs.
 */
#include "api.h"

#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>

#define PLACES FAIR_LOCK_WORKERS

struct fair_lock {
	atomic_ulong next;
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
	return (long)(atomic_fetch_add_explicit(&lock->next, 1, memory_order_relaxed) % PLACES);
}

void fair_lock_wait(struct fair_lock *lock, long place)
{
	while (!atomic_load_explicit(&lock->served[place], memory_order_acquire))
		sched_yield();
	atomic_store_explicit(&lock->served[place], false, memory_order_relaxed);
}

void fair_lock_leave(struct fair_lock *lock, long place)
{
	atomic_store_explicit(&lock->served[(place + 1) % PLACES], true, memory_order_release);
}
