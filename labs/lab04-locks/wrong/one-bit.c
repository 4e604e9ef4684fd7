/* Misconception: One works and one waits: two numbers are enough. Caught by: invariant Loses: Threads, ThreadSanitizer, Processes, Side by side, In order Named: unordered */
/*
 * one-bit.c: the numbers take turns, 0 and 1. With a third in line two have the same number,
 * and when it is shown both go in. A number may be used again only when nobody can still have
 * it.
 */
#include "api.h"

#include <sched.h>
#include <stdatomic.h>

struct fair_lock {
	atomic_int next;
	atomic_int serving;
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
	return atomic_fetch_xor(&lock->next, 1);
}

void fair_lock_wait(struct fair_lock *lock, long place)
{
	while (atomic_load(&lock->serving) != place)
		sched_yield();
}

void fair_lock_leave(struct fair_lock *lock, long place)
{
	atomic_store(&lock->serving, 1 - (int)place);
}
