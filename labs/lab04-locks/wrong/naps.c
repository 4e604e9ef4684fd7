/* Misconception: To sleep for a moment costs nobody anything. Caught by: speed Loses: Side by side Named: nap */
/*
 * naps.c: while the next one sleeps, the lock is free and nobody is in. Each turn takes about
 * as long as a nap. Whoever sleeps must be woken when its turn comes.
 */
#include "api.h"

#include <stdatomic.h>
#include <unistd.h>

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
	while (atomic_load(&lock->serving) != place)
		usleep(1000);
}

void fair_lock_leave(struct fair_lock *lock, long place)
{
	atomic_store(&lock->serving, place + 1);
}
