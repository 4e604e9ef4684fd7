/* Misconception: The number is atomic, so drawing one is safe. Caught by: exploration Loses: Threads, ThreadSanitizer, Processes, Side by side, In order Named: unordered */
/*
 * draws-in-two-steps.c: to read the next number and to write the one after it are two atomic
 * steps, not one. Two that read before either writes have the same number, and go in together.
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
	long place = atomic_load(&lock->next);

	(void)worker;
	atomic_store(&lock->next, place + 1);
	return place;
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
