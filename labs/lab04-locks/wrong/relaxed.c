/* Misconception: An atomic store is enough to let the next one in, in whatever memory order. Caught by: tsan Loses: Threads, ThreadSanitizer, Processes, Side by side, In order Named: relaxed */
/*
 * relaxed.c: the numbers are right and one at a time is in. But relaxed operations order no
 * other memory: what the holder wrote may become visible after the number that lets the next
 * one in. Release to leave, acquire to enter.
 */
#include "api.h"

#include <sched.h>
#include <stdatomic.h>

struct fair_lock {
	atomic_long next;
	atomic_long serving;
};

const size_t fair_lock_size = sizeof(struct fair_lock);

void fair_lock_init(struct fair_lock *lock)
{
	atomic_init(&lock->next, 0);
	atomic_init(&lock->serving, 0);
}

long fair_lock_arrive(struct fair_lock *lock, int worker)
{
	(void)worker;
	return atomic_fetch_add(&lock->next, 1);
}

void fair_lock_wait(struct fair_lock *lock, long place)
{
	while (atomic_load_explicit(&lock->serving, memory_order_relaxed) != place)
		sched_yield();
}

void fair_lock_leave(struct fair_lock *lock, long place)
{
	atomic_store_explicit(&lock->serving, place + 1, memory_order_relaxed);
}
