/* Misconception: There are never more than 255 waiters, so a byte will do. Caught by: hang Loses: Alone, Threads, ThreadSanitizer, Processes, Memory, Side by side, In order Named: for-ever */
/*
 * byte-counter.c: it would do if both counters were bytes and wrapped around together. Here the
 * number drawn goes from 255 to 0 and the number shown goes on to 256: the 257th turn never
 * comes.
 */
#include "api.h"

#include <sched.h>
#include <stdatomic.h>

struct fair_lock {
	atomic_uchar next;
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
	while (atomic_load(&lock->serving) != place)
		sched_yield();
}

void fair_lock_leave(struct fair_lock *lock, long place)
{
	(void)place;
	atomic_fetch_add(&lock->serving, 1);
}
