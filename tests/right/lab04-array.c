/*
 * lab04-array.c: a lamp for every place: who leaves lights the next one's, and who goes in puts
 * its own out (T. Anderson's array lock, 1990). A place comes round again only after 128
 * others, and there are never more than two for each worker.
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
	atomic_store(&lock->served[place % PLACES], false); /* for who comes here after us */
}

void fair_lock_leave(struct fair_lock *lock, long place)
{
	atomic_store(&lock->served[(place + 1) % PLACES], true);
}
