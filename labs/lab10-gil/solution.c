/*
 * solution.c: places in a line, and a condition for each.
 *
 * Why it works: whoever wants the lock draws a number, and one number at a time is served. To give the
 * lock up is to serve the next number: the lock is never free while somebody waits, so nobody can snatch
 * it, not even who just had it. To yield is to draw a new number first: everybody who waits then has a
 * smaller one. Nobody is left out, since numbers are served one by one; nobody waits in vain, since who
 * yields looks under the same mutex whether there is somebody, and keeps the lock if not.
 *
 * Whose number comes is woken by a condition of its own. At most GIL_WORKERS have a number at a time,
 * so no two of them share one. And it looks again in a loop: a condition may wake for no reason.
 */
#include "api.h"

#include <pthread.h>
#include <stdlib.h>

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
	while (gil->serving != number)
		must(pthread_cond_wait(&gil->served[number % GIL_WORKERS], &gil->mutex));
}

/* DOC: the lock passes on */
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
