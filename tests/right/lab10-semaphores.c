/* lab10-semaphores.c: a semaphore for each worker, and a line of those who wait; no condition at all. */
#include "api.h"

#include <pthread.h>
#include <semaphore.h>
#include <stdbool.h>
#include <stdlib.h>

struct gil {
	pthread_mutex_t mutex; /* of the line; never held while one waits */
	sem_t turn[GIL_WORKERS];
	bool held;
	int line[GIL_WORKERS];
	unsigned first, count;
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
		must(sem_init(&gil->turn[i], 0, 0));
}

static void join_line(struct gil *gil, int worker)
{
	gil->line[(gil->first + gil->count++) % GIL_WORKERS] = worker;
}

/* To the first in line, who has it from now on; or to nobody. */
static void pass_on(struct gil *gil)
{
	if (gil->count == 0) {
		gil->held = false;
		return;
	}
	gil->count--;
	must(sem_post(&gil->turn[gil->line[gil->first++ % GIL_WORKERS]]));
}

/* Interrupted by a signal: again. */
static void sleep_till_turn(struct gil *gil, int worker)
{
	while (sem_wait(&gil->turn[worker]) != 0)
		;
}

void gil_take(struct gil *gil, int worker)
{
	bool waits;

	must(pthread_mutex_lock(&gil->mutex));
	waits = gil->held;
	if (waits)
		join_line(gil, worker);
	gil->held = true;
	must(pthread_mutex_unlock(&gil->mutex));
	if (waits)
		sleep_till_turn(gil, worker);
}

int gil_waiting(struct gil *gil)
{
	int count;

	must(pthread_mutex_lock(&gil->mutex));
	count = (int)gil->count;
	must(pthread_mutex_unlock(&gil->mutex));
	return count;
}

void gil_yield(struct gil *gil, int worker)
{
	bool waits;

	must(pthread_mutex_lock(&gil->mutex));
	waits = gil->count > 0;
	if (waits) {
		join_line(gil, worker);
		pass_on(gil);
	}
	must(pthread_mutex_unlock(&gil->mutex));
	if (waits)
		sleep_till_turn(gil, worker);
}

void gil_give(struct gil *gil, int worker)
{
	(void)worker;
	must(pthread_mutex_lock(&gil->mutex));
	pass_on(gil);
	must(pthread_mutex_unlock(&gil->mutex));
}
