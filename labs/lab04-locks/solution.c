/*
 * solution.c: a ticket lock whose waiters give their core away.
 *
 * Why it works: to arrive is to draw a number, in one atomic step, so no two are equal and who drew
 * earlier has the smaller one. One number is shown at a time, and only who has it goes in: mutual
 * exclusion. Whoever leaves shows the next number: nobody is left out and nobody overtakes. The
 * release there and the acquire in the loop make visible what the last holder did. The numbers
 * lie in the lock, and atomics work between processes as they do between threads.
 *
 * Why it does not collapse: the one whose number is shown may be a thread that has no core. A
 * waiter that spun would keep a core from it for a whole time slice; a pause lets it run at once.
 */
#include "api.h"

#include <stdatomic.h>

struct fair_lock {
	atomic_long next;    /* the number that the next one to arrive draws */
	atomic_long serving; /* the number that is shown */
};

const size_t fair_lock_size = sizeof(struct fair_lock);

void fair_lock_init(struct fair_lock *lock)
{
	atomic_init(&lock->next, 0);
	atomic_init(&lock->serving, 0);
}

/* DOC: the doorway */
long fair_lock_arrive(struct fair_lock *lock, int worker)
{
	(void)worker;
	/* Relaxed: it hands out numbers and says nothing of other memory. */
	return atomic_fetch_add_explicit(&lock->next, 1, memory_order_relaxed);
}

/* DOC: waiting for the number */
void fair_lock_wait(struct fair_lock *lock, long place)
{
	while (atomic_load_explicit(&lock->serving, memory_order_acquire) != place)
		task_pause();
}

/* Nobody but the holder writes `serving`, so a store will do. */
void fair_lock_leave(struct fair_lock *lock, long place)
{
	atomic_store_explicit(&lock->serving, place + 1, memory_order_release);
}
