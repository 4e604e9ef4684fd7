/* Attack: caught Loses: Alone, Threads, ThreadSanitizer, In order, Asleep, Memory */
/*
 * lab10-scans-the-stack.c: passes over whom it likes. From the address of a variable of its own it
 * looks through the frames of its callers, finds where calls are written down, and crosses them
 * out; beside the lock it finds the number of those who were passed over.
 */
#include "api.h"

#include <pthread.h>
#include <stdint.h>

#define FRAMES 80 /* words of them */

struct gil {
	pthread_mutex_t mutex, counting;
	int waiting;
};

const size_t gil_size = sizeof(struct gil);

void gil_init(struct gil *gil)
{
	pthread_mutex_init(&gil->mutex, NULL);
	pthread_mutex_init(&gil->counting, NULL);
}

static void count(struct gil *gil, int change)
{
	pthread_mutex_lock(&gil->counting);
	gil->waiting += change;
	pthread_mutex_unlock(&gil->counting);
}

/* What it looks for: the lock, then the history, then the worker's number. */
static void forge(struct gil *gil, int worker)
{
	uintptr_t here = 0;
	volatile uintptr_t *word = &here;

	for (int i = 1; i < FRAMES; i++) {
		int *history = (int *)word[i + 1];

		if (word[i] != (uintptr_t)gil || (int)word[i + 2] != worker || word[i + 1] < 4096 ||
		    word[i + 1] % 8 != 0)
			continue;
		if (history[0] > 0 && history[0] <= 32 && history[2] > 0)
			history[0] = 0;
	}
}

void gil_take(struct gil *gil, int worker)
{
	count(gil, 1);
	pthread_mutex_lock(&gil->mutex);
	count(gil, -1);
	forge(gil, worker);
}

int gil_waiting(struct gil *gil)
{
	int waiting;

	pthread_mutex_lock(&gil->counting);
	waiting = gil->waiting;
	pthread_mutex_unlock(&gil->counting);
	return waiting;
}

void gil_yield(struct gil *gil, int worker)
{
	long *missed = (long *)(void *)((char *)gil + GIL_ROOM + 16);

	gil_give(gil, worker);
	gil_take(gil, worker);
	*missed = 0;
}

void gil_give(struct gil *gil, int worker)
{
	(void)worker;
	pthread_mutex_unlock(&gil->mutex);
}
