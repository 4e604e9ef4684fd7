/* Misconception: One condition will do for everything that may change. Caught by: hang Loses: Threads, In order, Asleep Named: lost-wake-up */
/*
 * one-condition.c: some wait for the lock to become free, and some to see it taken, on one condition. A
 * signal wakes one of them. If it is the wrong one it looks, sleeps again, and the news is gone. With
 * two threads there is never a wrong one; with three there is.
 */
#include "api.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

struct gil {
	pthread_mutex_t mutex;	/* of all that follows */
	pthread_cond_t changed; /* the lock is free, or it was taken */
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
	must(pthread_cond_init(&gil->changed, NULL));
}

static void take(struct gil *gil, long number)
{
	while (gil->held || gil->turns != number)
		must(pthread_cond_wait(&gil->changed, &gil->mutex));
	gil->held = true;
	gil->turns++;
	must(pthread_cond_signal(&gil->changed));
}

static void give(struct gil *gil)
{
	gil->held = false;
	must(pthread_cond_signal(&gil->changed));
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
			must(pthread_cond_wait(&gil->changed, &gil->mutex));
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
