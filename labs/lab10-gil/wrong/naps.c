/* Misconception: A short sleep gives the others time enough. Caught by: exploration Loses: Threads, In order, Asleep Named: retaken */
/*
 * naps.c: it mostly works, which is the worst of it. How long others need depends on how busy the machine
 * is; what must come first has to be waited for, not slept for. And each nap is lost when nobody waits.
 */
#include "api.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

struct gil {
	pthread_mutex_t mutex;
	atomic_int waiting;
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
	atomic_init(&gil->waiting, 0);
}

void gil_take(struct gil *gil, int worker)
{
	(void)worker;
	atomic_fetch_add(&gil->waiting, 1);
	must(pthread_mutex_lock(&gil->mutex));
	atomic_fetch_sub(&gil->waiting, 1);
}

int gil_waiting(struct gil *gil)
{
	return atomic_load(&gil->waiting);
}

void gil_yield(struct gil *gil, int worker)
{
	gil_give(gil, worker);
	usleep(100);
	gil_take(gil, worker);
}

void gil_give(struct gil *gil, int worker)
{
	(void)worker;
	must(pthread_mutex_unlock(&gil->mutex));
}
