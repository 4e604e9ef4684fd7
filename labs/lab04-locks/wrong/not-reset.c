/* Misconception: A lamp that was lit has done its work. Caught by: tsan Loses: ThreadSanitizer, In order Named: unordered */
/*
 * not-reset.c: every place has a lamp that says when its turn has come. Places are used again,
 * and the lamp still burns from the last time: from the second round on, all go in at once.
 * Small tests never come that far.
 */
#include "api.h"

#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>

#define PLACES (2 * FAIR_LOCK_WORKERS)

struct fair_lock {
	atomic_long next;
	atomic_bool served[PLACES]; /* by place, again and again */
};

const size_t fair_lock_size = sizeof(struct fair_lock);

void fair_lock_init(struct fair_lock *lock)
{
	atomic_init(&lock->next, 0);
	for (int i = 0; i < PLACES; i++)
		atomic_init(&lock->served[i], i == 0);
}

long fair_lock_arrive(struct fair_lock *lock, int worker)
{
	(void)worker;
	return atomic_fetch_add(&lock->next, 1);
}

void fair_lock_wait(struct fair_lock *lock, long place)
{
	while (!atomic_load(&lock->served[place % PLACES]))
		sched_yield();
}

void fair_lock_leave(struct fair_lock *lock, long place)
{
	atomic_store(&lock->served[(place + 1) % PLACES], true);
}
