/* Misconception: Only the holder writes the number that is shown, so it needs no atomics; volatile makes others see it. Caught by: tsan Loses: Threads, ThreadSanitizer, Processes, Side by side, In order Named: volatile */
/*
 * volatile.c: volatile makes the compiler load it each time, and orders nothing: neither the
 * compiler nor the processor must keep what was done inside before the store that lets the next
 * one in. To write alone is not to write unseen: others read it at the same time.
 */
#include "api.h"

#include <sched.h>
#include <stdatomic.h>

struct fair_lock {
	atomic_long next;
	volatile long serving;
};

const size_t fair_lock_size = sizeof(struct fair_lock);

void fair_lock_init(struct fair_lock *lock)
{
	atomic_init(&lock->next, 0);
	lock->serving = 0;
}

long fair_lock_arrive(struct fair_lock *lock, int worker)
{
	(void)worker;
	return atomic_fetch_add(&lock->next, 1);
}

void fair_lock_wait(struct fair_lock *lock, long place)
{
	while (lock->serving != place)
		sched_yield();
}

void fair_lock_leave(struct fair_lock *lock, long place)
{
	lock->serving = place + 1;
}
