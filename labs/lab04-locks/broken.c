/* Loses: Threads, ThreadSanitizer, Processes, Side by side, In order Named: unordered */
/*
 * broken.c: a lock made of a flag. It works with one worker, and it knows of no queue.
 *
 * TODO: let one worker at a time in, in the order in which they arrived.
 */
#include "api.h"

#include <sched.h>

struct fair_lock {
	int taken;
};

const size_t fair_lock_size = sizeof(struct fair_lock);

void fair_lock_init(struct fair_lock *lock)
{
	lock->taken = 0;
}

long fair_lock_arrive(struct fair_lock *lock, int worker)
{
	(void)lock;
	return worker;
}

/* DOC: look, then take */
void fair_lock_wait(struct fair_lock *lock, long place)
{
	(void)place;
	while (lock->taken)
		sched_yield();
	/* Whoever looks right now sees a free lock, as we did. */
	lock->taken = 1;
}

void fair_lock_leave(struct fair_lock *lock, long place)
{
	(void)place;
	lock->taken = 0;
}
