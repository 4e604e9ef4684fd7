/* Misconception: Whoever spins sees at once that its turn has come, so spinning is fastest. Caught by: speed Loses: Side by side Named: hogs-core */
/*
 * spins.c: true while every waiter has a core. With more threads than cores the one whose turn
 * it is may have none, and those that spin keep theirs from it until the kernel takes it away:
 * a time slice for every turn.
 */
#include "api.h"

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
	while (atomic_load(&lock->serving) != place)
		;
}

void fair_lock_leave(struct fair_lock *lock, long place)
{
	atomic_store(&lock->serving, place + 1);
}
