/* Misconception: Everybody in turn, that is as fair as it gets. Caught by: hang Loses: Alone, Threads, ThreadSanitizer, Processes, Memory, Side by side, In order Named: for-ever */
/*
 * rotation.c: the turn goes round whether somebody waits or not. If it comes to a worker that
 * has no wish to go in, or that does not exist, all others wait for ever.
 */
#include "api.h"

#include <sched.h>
#include <stdatomic.h>

struct fair_lock {
	atomic_int turn;
};

const size_t fair_lock_size = sizeof(struct fair_lock);

void fair_lock_init(struct fair_lock *lock)
{
	atomic_init(&lock->turn, 0);
}

long fair_lock_arrive(struct fair_lock *lock, int worker)
{
	(void)lock;
	return worker;
}

void fair_lock_wait(struct fair_lock *lock, long place)
{
	while (atomic_load(&lock->turn) != place)
		sched_yield();
}

void fair_lock_leave(struct fair_lock *lock, long place)
{
	atomic_store(&lock->turn, ((int)place + 1) % FAIR_LOCK_WORKERS);
}
