/* Misconception: If another one has had it, it is my turn again. Caught by: invariant Loses: Threads, In order, Asleep Named: retaken */
/*
 * two-of-three.c: who yields waits until another one has taken the lock: that is what Python does. With
 * two threads it is fair. With three, two may hand it to each other for ever: the condition wakes
 * whomever it likes, and the third one is not it. (And while another one waits to see it taken, a signal
 * to only one may reach the wrong of those.)
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
	must(pthread_cond_broadcast(&gil->taken));
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
		long turn = gil->turns;

		give(gil);
		gil->waiting++;
		while (gil->turns == turn)
			must(pthread_cond_wait(&gil->taken, &gil->mutex));
		gil->waiting--;
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
