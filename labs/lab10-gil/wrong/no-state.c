/* Misconception: When the wait for the news is over, the lock was taken. Caught by: exploration Loses: Threads, In order, Asleep Named: retaken */
/*
 * no-state.c: signal that the lock is free, and wait for the signal that it was taken. A wait may be over for
 * no reason, and a signal may mean an earlier taking. Nothing is written down that could be looked at, so the
 * lock is taken back while the others are still waking up.
 */
#include "api.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

struct gil {
	pthread_mutex_t mutex; /* of all that follows */
	pthread_cond_t freed, taken;
	bool held;
	int waiting;
	long turns; /* how often it was taken */
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
	must(pthread_cond_init(&gil->freed, NULL));
	must(pthread_cond_init(&gil->taken, NULL));
}

static void take(struct gil *gil)
{
	gil->waiting++;
	while (gil->held)
		must(pthread_cond_wait(&gil->freed, &gil->mutex));
	gil->waiting--;
	gil->held = true;
	gil->turns++;
	must(pthread_cond_signal(&gil->taken));
}

static void give(struct gil *gil)
{
	gil->held = false;
	must(pthread_cond_signal(&gil->freed));
}

void gil_take(struct gil *gil, int worker)
{
	(void)worker;
	lock(gil);
	take(gil);
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
	(void)worker;
	lock(gil);
	if (gil->waiting > 0) {
		give(gil);
		must(pthread_cond_wait(&gil->taken, &gil->mutex));
		take(gil);
	}
	unlock(gil);
}

void gil_give(struct gil *gil, int worker)
{
	(void)worker;
	lock(gil);
	give(gil);
	unlock(gil);
}
