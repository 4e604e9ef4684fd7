/*
 * lab10-rotation.c: no line, but a round: the lock goes to the next worker, by number, that waits. Who gave
 * it up comes last in its own round, so it owes nobody.
 */
#include "api.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

#define NOBODY (-1)

struct gil {
	pthread_mutex_t mutex; /* of all that follows */
	pthread_cond_t chosen[GIL_WORKERS];
	int owner; /* or NOBODY */
	bool waits[GIL_WORKERS];
};

const size_t gil_size = sizeof(struct gil);

/* These fail only when misused. */
static void must(int error)
{
	if (error)
		abort();
}

static void lock(struct gil *gil)
{
	must(pthread_mutex_lock(&gil->mutex));
}

static void unlock(struct gil *gil)
{
	must(pthread_mutex_unlock(&gil->mutex));
}

void gil_init(struct gil *gil)
{
	must(pthread_mutex_init(&gil->mutex, NULL));
	for (int i = 0; i < GIL_WORKERS; i++)
		must(pthread_cond_init(&gil->chosen[i], NULL));
	gil->owner = NOBODY;
}

static void sleep_till_chosen(struct gil *gil, int worker)
{
	while (gil->owner != worker)
		must(pthread_cond_wait(&gil->chosen[worker], &gil->mutex));
}

/* The worker itself is the last one to be looked at. */
static void choose_after(struct gil *gil, int worker)
{
	gil->owner = NOBODY;
	for (int i = 1; i <= GIL_WORKERS && gil->owner == NOBODY; i++)
		if (gil->waits[(worker + i) % GIL_WORKERS])
			gil->owner = (worker + i) % GIL_WORKERS;
	if (gil->owner == NOBODY)
		return;
	gil->waits[gil->owner] = false;
	must(pthread_cond_signal(&gil->chosen[gil->owner]));
}

void gil_take(struct gil *gil, int worker)
{
	lock(gil);
	if (gil->owner == NOBODY) {
		gil->owner = worker;
	} else {
		gil->waits[worker] = true;
		sleep_till_chosen(gil, worker);
	}
	unlock(gil);
}

int gil_waiting(struct gil *gil)
{
	int count = 0;

	lock(gil);
	for (int i = 0; i < GIL_WORKERS; i++)
		count += gil->waits[i];
	unlock(gil);
	return count;
}

void gil_yield(struct gil *gil, int worker)
{
	lock(gil);
	gil->waits[worker] = true;
	choose_after(gil, worker);
	sleep_till_chosen(gil, worker);
	unlock(gil);
}

void gil_give(struct gil *gil, int worker)
{
	lock(gil);
	choose_after(gil, worker);
	unlock(gil);
}
