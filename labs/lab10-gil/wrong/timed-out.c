/* Misconception: Whoever waits on a condition sleeps. Caught by: grade Loses: Asleep Named: awake */
/*
 * timed-out.c: waits on a condition, but until a time that is past: it looks again and again.
 */
#include "api.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

struct gil {
	pthread_mutex_t mutex; /* of all that follows */
	pthread_cond_t served[GIL_WORKERS];
	long next;    /* the number that is drawn next */
	long serving; /* the number that has the lock, or will be the next to have it */
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
		must(pthread_cond_init(&gil->served[i], NULL));
}

static void wait_for(struct gil *gil, long number)
{
	const struct timespec long_ago = {0, 0};

	while (gil->serving != number)
		(void)pthread_cond_timedwait(&gil->served[number % GIL_WORKERS], &gil->mutex,
					     &long_ago);
}

/* The lock passes on: it is free only when nobody waits. */
static void serve_next(struct gil *gil)
{
	gil->serving++;
	must(pthread_cond_signal(&gil->served[gil->serving % GIL_WORKERS]));
}

/* Of the numbers that are drawn, one has the lock. */
static int waiting(const struct gil *gil)
{
	return (int)(gil->next - gil->serving) - 1;
}

void gil_take(struct gil *gil, int worker)
{
	(void)worker;
	lock(gil);
	wait_for(gil, gil->next++);
	unlock(gil);
}

int gil_waiting(struct gil *gil)
{
	int count;

	lock(gil);
	count = waiting(gil);
	unlock(gil);
	return count;
}

void gil_yield(struct gil *gil, int worker)
{
	(void)worker;
	lock(gil);
	if (waiting(gil) > 0) {
		long number = gil->next++;

		serve_next(gil);
		wait_for(gil, number);
	}
	unlock(gil);
}

void gil_give(struct gil *gil, int worker)
{
	(void)worker;
	lock(gil);
	serve_next(gil);
	unlock(gil);
}
