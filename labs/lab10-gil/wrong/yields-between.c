/* Misconception: sched_yield lets the others go first. Caught by: exploration Loses: Threads, In order, Asleep Named: retaken */
/*
 * yields-between.c: sched_yield lets those run who are ready and want this core. Who waits on another
 * core, or has not woken up yet, is none of them; and nobody promises that one call is enough.
 */
#include "api.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>

struct gil {
	pthread_mutex_t mutex;
	atomic_int waiting;
};

const size_t gil_size = sizeof(struct gil);

/* These fail only when misused. */
static void must(int error)
{
	if (error)
		abort();
}

void gil_init(struct gil *gil)
{
	must(pthread_mutex_init(&gil->mutex, NULL));
	atomic_init(&gil->waiting, 0);
}

void gil_take(struct gil *gil, int worker)
{
	(void)worker;
	atomic_fetch_add(&gil->waiting, 1);
	must(pthread_mutex_lock(&gil->mutex));
	atomic_fetch_sub(&gil->waiting, 1);
}

int gil_waiting(struct gil *gil)
{
	return atomic_load(&gil->waiting);
}

void gil_yield(struct gil *gil, int worker)
{
	gil_give(gil, worker);
	sched_yield();
	gil_take(gil, worker);
}

void gil_give(struct gil *gil, int worker)
{
	(void)worker;
	must(pthread_mutex_unlock(&gil->mutex));
}
