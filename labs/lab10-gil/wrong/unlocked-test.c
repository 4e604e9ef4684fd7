/* Misconception: An atomic flag can be looked at before one goes to sleep. Caught by: exploration Loses: Threads, In order, Asleep Named: lost-wake-up */
/*
 * unlocked-test.c: the numbers are atomic, so why lock the mutex to look at them? Because between the look
 * and the sleep the number may be served, and the signal finds nobody asleep. The one sleeps on, and
 * all others behind it.
 */
#include "api.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

struct gil {
	pthread_mutex_t mutex;
	pthread_cond_t served[GIL_WORKERS];
	atomic_long next, serving;
};

const size_t gil_size = sizeof(struct gil);

/* These fail only when misused. */
static void must(int error)
{
	if (error)
		abort();
}

void gil_init(struct gil *gil)
{
	must(pthread_mutex_init(&gil->mutex, NULL));
	for (int i = 0; i < GIL_WORKERS; i++)
		must(pthread_cond_init(&gil->served[i], NULL));
	atomic_init(&gil->next, 0);
	atomic_init(&gil->serving, 0);
}

static void wait_for(struct gil *gil, long number)
{
	while (atomic_load(&gil->serving) != number) {
		must(pthread_mutex_lock(&gil->mutex));
		must(pthread_cond_wait(&gil->served[number % GIL_WORKERS], &gil->mutex));
		must(pthread_mutex_unlock(&gil->mutex));
	}
}

static void serve_next(struct gil *gil)
{
	long number = atomic_fetch_add(&gil->serving, 1) + 1;

	must(pthread_mutex_lock(&gil->mutex));
	must(pthread_cond_signal(&gil->served[number % GIL_WORKERS]));
	must(pthread_mutex_unlock(&gil->mutex));
}

void gil_take(struct gil *gil, int worker)
{
	(void)worker;
	wait_for(gil, atomic_fetch_add(&gil->next, 1));
}

int gil_waiting(struct gil *gil)
{
	return (int)(atomic_load(&gil->next) - atomic_load(&gil->serving)) - 1;
}

void gil_yield(struct gil *gil, int worker)
{
	(void)worker;
	if (gil_waiting(gil) > 0) {
		long number = atomic_fetch_add(&gil->next, 1);

		serve_next(gil);
		wait_for(gil, number);
	}
}

void gil_give(struct gil *gil, int worker)
{
	(void)worker;
	serve_next(gil);
}
