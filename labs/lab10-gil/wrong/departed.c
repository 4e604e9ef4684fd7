/* Misconception: Whoever gave me the lock will want it back. Caught by: exploration Loses: Threads, In order, Asleep Named: stuck */
/*
 * departed.c: the lock is handed to the one who had it before, as long as somebody waits. That one may
 * have given it back for good and be gone: the lock is its own, and the others wait for ever.
 */
#include "api.h"

#include <pthread.h>
#include <stdlib.h>

#define NOBODY (-1)

struct gil {
	pthread_mutex_t mutex; /* of all that follows */
	pthread_cond_t changed;
	int owner;  /* whose it is; NOBODY: of the first one to come */
	int before; /* who had it last */
	int waiting;
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
	gil->owner = gil->before = NOBODY;
}

static void take(struct gil *gil, int worker)
{
	gil->waiting++;
	while (gil->owner != NOBODY && gil->owner != worker)
		must(pthread_cond_wait(&gil->changed, &gil->mutex));
	gil->waiting--;
	gil->owner = worker;
}

/* Somebody else's turn. */
static void give(struct gil *gil, int worker, int next)
{
	gil->owner = next;
	gil->before = worker;
	must(pthread_cond_broadcast(&gil->changed));
}

void gil_take(struct gil *gil, int worker)
{
	lock(gil);
	take(gil, worker);
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
	lock(gil);
	if (gil->waiting > 0) {
		give(gil, worker, gil->before);
		take(gil, worker);
	}
	unlock(gil);
}

void gil_give(struct gil *gil, int worker)
{
	lock(gil);
	give(gil, worker, NOBODY);
	unlock(gil);
}
