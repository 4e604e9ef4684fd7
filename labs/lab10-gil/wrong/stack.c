/* Misconception: Only who yields must stand at the end. Caught by: grade Loses: In order Named: out-of-turn */
/*
 * stack.c: who yields goes to the bottom of a stack, who comes goes on top. So who gives the lock
 * back and comes again at once has it before those who were waiting.
 */
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
	gil->line[gil->count++] = worker;
}

/* To the first in line, who has it from now on; or to nobody. */
static void pass_on(struct gil *gil)
{
	if (gil->count == 0) {
		gil->held = false;
		return;
	}
	gil->count--;
	must(sem_post(&gil->turn[gil->line[gil->count]]));
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
		for (unsigned i = gil->count++; i > 0; i--)
			gil->line[i] = gil->line[i - 1];
		gil->line[0] = worker;
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
