/* Misconception: Whoever came once will come again: everybody in turn. Caught by: hang Loses: Threads, In order, Asleep Named: lost-wake-up */
/*
 * departed.c: those who have come are a round, and while somebody waits the lock goes to the next of them.
 * That one may have given it back for good and be gone. Then the lock is its own, and the others wait
 * for ever. A turn may only be given to somebody who waits for it.
 */
#include "api.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

#define NOBODY (-1)

struct gil {
	pthread_mutex_t mutex; /* of all that follows */
	pthread_cond_t changed;
	int owner; /* whose it is; NOBODY: of the first one to come */
	bool has_come[GIL_WORKERS];
	int waiting;
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
	must(pthread_cond_init(&gil->changed, NULL));
	gil->owner = NOBODY;
}

static void take(struct gil *gil, int worker)
{
	gil->waiting++;
	gil->has_come[worker] = true;
	while (gil->owner != NOBODY && gil->owner != worker)
		must(pthread_cond_wait(&gil->changed, &gil->mutex));
	gil->waiting--;
	gil->owner = worker;
}

/* To the next one in the round, if anybody wants it. */
static void give(struct gil *gil, int worker)
{
	int next = (worker + 1) % GIL_WORKERS;

	while (!gil->has_come[next])
		next = (next + 1) % GIL_WORKERS;
	gil->owner = gil->waiting > 0 ? next : NOBODY;
	must(pthread_cond_broadcast(&gil->changed));
}

void gil_take(struct gil *gil, int worker)
{
	lock(gil);
	take(gil, worker);
	unlock(gil);
}

int gil_waiting(struct gil *gil)
{
	int count;

	lock(gil);
	count = gil->waiting;
	unlock(gil);
	return count;
}

void gil_yield(struct gil *gil, int worker)
{
	lock(gil);
	if (gil->waiting > 0) {
		give(gil, worker);
		take(gil, worker);
	}
	unlock(gil);
}

void gil_give(struct gil *gil, int worker)
{
	lock(gil);
	give(gil, worker);
	unlock(gil);
}
