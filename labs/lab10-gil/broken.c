/* Loses: Threads, ThreadSanitizer, In order, Asleep Named: retaken */
/*
 * broken.c: a mutex, and a count of those who wait for it.
 *
 * TODO: who yields must not get the lock back before those who waited for it.
 */
#include "api.h"

#include <pthread.h>
#include <stdlib.h>

struct gil {
	pthread_mutex_t mutex;
	pthread_mutex_t counting; /* to change the count */
	int waiting;
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
	must(pthread_mutex_init(&gil->counting, NULL));
}

static void count(struct gil *gil, int change)
{
	must(pthread_mutex_lock(&gil->counting));
	gil->waiting += change;
	must(pthread_mutex_unlock(&gil->counting));
}

void gil_take(struct gil *gil, int worker)
{
	(void)worker;
	count(gil, 1);
	must(pthread_mutex_lock(&gil->mutex));
	count(gil, -1);
}

int gil_waiting(struct gil *gil)
{
	return gil->waiting;
}

/* DOC: let go, and take it again */
void gil_yield(struct gil *gil, int worker)
{
	gil_give(gil, worker);
	gil_take(gil, worker);
}

void gil_give(struct gil *gil, int worker)
{
	(void)worker;
	must(pthread_mutex_unlock(&gil->mutex));
}
