/*
 * lab10-debts.c: whoever gives the lock up writes down whom it owes a turn, and comes back when all had theirs.
 */
#include "api.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

struct gil {
	pthread_mutex_t mutex;
	pthread_cond_t changed;
	bool is_held;
	bool waits[GIL_WORKERS];
	bool owes[GIL_WORKERS][GIL_WORKERS];
};

const size_t gil_size = sizeof(struct gil);

static void must(int error)
{
	if (error)
		abort();
}

void gil_init(struct gil *gil)
{
	must(pthread_mutex_init(&gil->mutex, NULL));
	must(pthread_cond_init(&gil->changed, NULL));
}

static bool has_debts(const struct gil *gil, int worker)
{
	for (int i = 0; i < GIL_WORKERS; i++)
		if (gil->owes[worker][i])
			return true;
	return false;
}

static void take(struct gil *gil, int worker)
{
	gil->waits[worker] = true;
	while (gil->is_held || has_debts(gil, worker))
		must(pthread_cond_wait(&gil->changed, &gil->mutex));
	gil->waits[worker] = false;
	gil->is_held = true;
	for (int i = 0; i < GIL_WORKERS; i++)
		gil->owes[i][worker] = false;
}

static void give(struct gil *gil, int worker)
{
	for (int i = 0; i < GIL_WORKERS; i++)
		gil->owes[worker][i] = gil->waits[i];
	gil->is_held = false;
	must(pthread_cond_broadcast(&gil->changed));
}

static int count(const struct gil *gil)
{
	int count = 0;

	for (int i = 0; i < GIL_WORKERS; i++)
		count += gil->waits[i];
	return count;
}

void gil_take(struct gil *gil, int worker)
{
	must(pthread_mutex_lock(&gil->mutex));
	take(gil, worker);
	must(pthread_mutex_unlock(&gil->mutex));
}

int gil_waiting(struct gil *gil)
{
	int waiting;

	must(pthread_mutex_lock(&gil->mutex));
	waiting = count(gil);
	must(pthread_mutex_unlock(&gil->mutex));
	return waiting;
}

void gil_yield(struct gil *gil, int worker)
{
	must(pthread_mutex_lock(&gil->mutex));
	if (count(gil) > 0) {
		give(gil, worker);
		take(gil, worker);
	}
	must(pthread_mutex_unlock(&gil->mutex));
}

void gil_give(struct gil *gil, int worker)
{
	must(pthread_mutex_lock(&gil->mutex));
	give(gil, worker);
	must(pthread_mutex_unlock(&gil->mutex));
}
