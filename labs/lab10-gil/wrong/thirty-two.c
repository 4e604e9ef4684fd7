/* Misconception: An int has room for all. Caught by: grade Loses: Threads, In order, Asleep Named: crowd */
/*
 * thirty-two.c: a bit for each who waits, in a word of 32. Worker 33 shares its bit with
 * worker 1.
 */
#include "api.h"

#include <pthread.h>
#include <stdlib.h>

struct gil {
	pthread_mutex_t mutex;
	pthread_cond_t chosen[GIL_WORKERS];
	int owner;
	unsigned waits; /* a bit for each */
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
	for (int i = 0; i < GIL_WORKERS; i++)
		must(pthread_cond_init(&gil->chosen[i], NULL));
	gil->owner = -1;
}

static void choose(struct gil *gil, int worker)
{
	gil->owner = -1;
	for (int i = 1; i <= 32 && gil->owner < 0; i++)
		if (gil->waits & 1u << (worker + i) % 32)
			gil->owner = (worker + i) % 32;
	if (gil->owner < 0)
		return;
	gil->waits &= ~(1u << gil->owner);
	must(pthread_cond_signal(&gil->chosen[gil->owner]));
}

static void sleep_till_chosen(struct gil *gil, int worker)
{
	gil->waits |= 1u << worker % 32;
	if (gil->owner < 0)
		choose(gil, worker);
	while (gil->owner != worker)
		must(pthread_cond_wait(&gil->chosen[worker], &gil->mutex));
}

void gil_take(struct gil *gil, int worker)
{
	must(pthread_mutex_lock(&gil->mutex));
	if (gil->owner < 0)
		gil->owner = worker;
	else
		sleep_till_chosen(gil, worker);
	must(pthread_mutex_unlock(&gil->mutex));
}

int gil_waiting(struct gil *gil)
{
	int count;

	must(pthread_mutex_lock(&gil->mutex));
	count = __builtin_popcount(gil->waits);
	must(pthread_mutex_unlock(&gil->mutex));
	return count;
}

void gil_yield(struct gil *gil, int worker)
{
	must(pthread_mutex_lock(&gil->mutex));
	if (gil->waits) {
		choose(gil, worker);
		sleep_till_chosen(gil, worker);
	}
	must(pthread_mutex_unlock(&gil->mutex));
}

void gil_give(struct gil *gil, int worker)
{
	must(pthread_mutex_lock(&gil->mutex));
	choose(gil, worker);
	must(pthread_mutex_unlock(&gil->mutex));
}
