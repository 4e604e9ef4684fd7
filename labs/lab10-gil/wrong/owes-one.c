/* Misconception: If another one has had it since, it is anybody's again. Caught by: grade Loses: In order Named: out-of-turn */
/*
 * owes-one.c: who yields lets all have their turn who waited; who gives it back and comes
 * again lets one go first. With two of them waiting, the other one is passed over.
 */
#include "api.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

struct gil {
	pthread_mutex_t mutex;
	pthread_cond_t changed;
	bool is_held;
	int last_given; /* + 1; 0: nobody */
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

static int count(const struct gil *gil);

static void take(struct gil *gil, int worker)
{
	gil->waits[worker] = true;
	while (gil->is_held || has_debts(gil, worker) ||
	       (gil->last_given == worker + 1 && count(gil) > 1))
		must(pthread_cond_wait(&gil->changed, &gil->mutex));
	gil->waits[worker] = false;
	gil->is_held = true;
	gil->last_given = 0;
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
	gil->is_held = false;
	gil->last_given = worker + 1;
	must(pthread_cond_broadcast(&gil->changed));
	must(pthread_mutex_unlock(&gil->mutex));
}
