/*
 * lab10-two-conditions.c: as Python does it, with one condition for "it is free" and one for "it was
 * taken"; and numbers, so that it is also fair among more than two.
 */
#include "api.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

struct gil {
	pthread_mutex_t mutex; /* of all that follows */
	pthread_cond_t freed, taken;
	bool held;
	long next;  /* the number that is drawn next */
	long turns; /* how often it was taken: the number whose turn it is */
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

static void take(struct gil *gil, long number)
{
	while (gil->held || gil->turns != number)
		must(pthread_cond_wait(&gil->freed, &gil->mutex));
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
	take(gil, gil->next++);
	unlock(gil);
}

int gil_waiting(struct gil *gil)
{
	int count;

	lock(gil);
	count = (int)(gil->next - gil->turns);
	unlock(gil);
	return count;
}

void gil_yield(struct gil *gil, int worker)
{
	(void)worker;
	lock(gil);
	if (gil->next > gil->turns) {
		long number = gil->next++, turn = gil->turns;

		give(gil);
		while (gil->turns == turn)
			must(pthread_cond_wait(&gil->taken, &gil->mutex));
		take(gil, number);
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
