/* Misconception: Whoever is woken has been given the lock. Caught by: tsan Loses: Threads, ThreadSanitizer, In order, Asleep Named: unordered */
/*
 * if-for-while.c: all who wait are woken, and each of them takes the lock without a second look. To wake only
 * one would hide it, and not mend it: a condition may wake for no reason, and between the signal and the
 * moment at which the sleeper has the mutex a third one may have come and taken the lock.
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
	if (gil->held)
		must(pthread_cond_wait(&gil->freed, &gil->mutex));
	gil->waiting--;
	gil->held = true;
	gil->turns++;
	must(pthread_cond_broadcast(&gil->taken));
}

static void give(struct gil *gil)
{
	gil->held = false;
	must(pthread_cond_broadcast(&gil->freed));
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
		long turn = gil->turns;

		give(gil);
		while (gil->turns == turn)
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
