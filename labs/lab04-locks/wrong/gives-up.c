/* Misconception: Whoever has waited for so long may go in: the holder must be dead. Caught by: grade Loses: Threads, ThreadSanitizer, Side by side, In order Named: gave-up */
/*
 * gives-up.c: tickets, and nobody waits for ever, since after a thousand looks one goes in without
 * its turn. A holder that is merely slow has company then.
 */
#include "api.h"

#include <stdatomic.h>

#define LOOKS 1000

struct fair_lock {
	atomic_long next, serving;
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
	for (int i = 0; i < LOOKS && atomic_load(&lock->serving) != place; i++)
		task_pause();
}

void fair_lock_leave(struct fair_lock *lock, long place)
{
	atomic_store(&lock->serving, place + 1);
}
