/* Misconception: There is one interpreter. Caught by: grade Loses: In order Named: several */
/*
 * one-for-all.c: the lock is a static variable. Who has one of two locks waits for itself when
 * it takes the other one.
 */
#include "api.h"

#include <pthread.h>
#include <stdlib.h>

struct gil {
	int unused;
};

struct one {
	pthread_mutex_t mutex; /* of all that follows */
	pthread_cond_t served[GIL_WORKERS];
	long next;    /* the number that is drawn next */
	long serving; /* the number that has the lock, or will be the next to have it */
};

static struct one the;

const size_t gil_size = sizeof(struct gil);

/* These fail only when misused. */
static void must(int error)
{
	if (error)
		abort();
}

static void lock(struct gil *gil)
{
	(void)gil;
	must(pthread_mutex_lock(&the.mutex));
}

static void unlock(struct gil *gil)
{
	(void)gil;
	must(pthread_mutex_unlock(&the.mutex));
}

void gil_init(struct gil *gil)
{
	(void)gil;
	must(pthread_mutex_init(&the.mutex, NULL));
	for (int i = 0; i < GIL_WORKERS; i++)
		must(pthread_cond_init(&the.served[i], NULL));
}

static void wait_for(struct gil *gil, long number)
{
	(void)gil;
	while (the.serving != number)
		must(pthread_cond_wait(&the.served[number % GIL_WORKERS], &the.mutex));
}

/* The lock passes on: it is free only when nobody waits. */
static void serve_next(struct gil *gil)
{
	(void)gil;
	the.serving++;
	must(pthread_cond_signal(&the.served[the.serving % GIL_WORKERS]));
}

/* Of the numbers that are drawn, one has the lock. */
static int waiting(const struct gil *gil)
{
	(void)gil;
	return (int)(the.next - the.serving) - 1;
}

void gil_take(struct gil *gil, int worker)
{
	(void)worker;
	lock(gil);
	wait_for(gil, the.next++);
	unlock(gil);
}

int gil_waiting(struct gil *gil)
{
	(void)gil;
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
		long number = the.next++;

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
