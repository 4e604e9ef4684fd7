/*
 * lab10-atomic-numbers.c: numbers, and a semaphore for each place: no mutex. Who has the lock alone
 * changes `serving`.
 */
#include "api.h"

#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdlib.h>

/* numbers, and a semaphore for each place: no mutex. Who has the lock alone changes `serving`. */
struct gil {
	atomic_long next;
	long serving;
	sem_t place[GIL_WORKERS];
};

const size_t gil_size = sizeof(struct gil);

static void post(sem_t *sem)
{
	if (sem_post(sem) != 0)
		abort();
}

void gil_init(struct gil *gil)
{
	for (int i = 0; i < GIL_WORKERS; i++)
		if (sem_init(&gil->place[i], 0, i == 0) != 0)
			abort();
}

static void wait_for(struct gil *gil, long number)
{
	while (sem_wait(&gil->place[number % GIL_WORKERS]) != 0)
		;
}

static void serve_next(struct gil *gil)
{
	post(&gil->place[++gil->serving % GIL_WORKERS]);
}

void gil_take(struct gil *gil, int worker)
{
	(void)worker;
	wait_for(gil, atomic_fetch_add(&gil->next, 1));
}

int gil_waiting(struct gil *gil)
{
	return (int)(atomic_load(&gil->next) - gil->serving) - 1;
}

void gil_yield(struct gil *gil, int worker)
{
	long number;

	(void)worker;
	if (gil_waiting(gil) == 0)
		return;
	number = atomic_fetch_add(&gil->next, 1);
	serve_next(gil);
	wait_for(gil, number);
}

void gil_give(struct gil *gil, int worker)
{
	(void)worker;
	serve_next(gil);
}
