/* Misconception: Who finds the lock free takes it, and sooner or later that is everybody. Caught by: grade Loses: In order Named: overtaking */
/*
 * exchange.c: one exchange looks and takes in one step, so one at a time is in. But who gets it
 * is a matter of luck: a worker that comes late and looks at the right moment passes all who
 * have waited. Whoever just left is on its core and has the word in its cache, and is the first
 * to look.
 */
#include "api.h"

#include <sched.h>
#include <stdatomic.h>

struct fair_lock {
	atomic_int taken;
};

const size_t fair_lock_size = sizeof(struct fair_lock);

void fair_lock_init(struct fair_lock *lock)
{
	atomic_init(&lock->taken, 0);
}

long fair_lock_arrive(struct fair_lock *lock, int worker)
{
	(void)lock;
	return worker;
}

void fair_lock_wait(struct fair_lock *lock, long place)
{
	(void)place;
	while (atomic_exchange(&lock->taken, 1))
		sched_yield();
}

void fair_lock_leave(struct fair_lock *lock, long place)
{
	(void)place;
	atomic_store(&lock->taken, 0);
}
