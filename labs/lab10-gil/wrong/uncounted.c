/* Misconception: Who yields does not wait, it will be right back. Caught by: exploration Loses: Threads, In order, Asleep Named: uncounted */
/*
 * uncounted.c: those who came for the lock are counted, and those who yielded it are not. The one who
 * has it then sees nobody wait, and computes on to its end.
 */
#include "api.h"

#include <pthread.h>
#include <stdlib.h>

struct gil {
	pthread_mutex_t mutex; /* of all that follows */
	pthread_cond_t served[GIL_WORKERS];
	long next;    /* the number that is drawn next */
	long serving; /* the number that has the lock, or will be the next to have it */
	int waiting;  /* of those who came for it */
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
	for (int i = 0; i < GIL_WORKERS; i++)
		must(pthread_cond_init(&gil->served[i], NULL));
}

static void wait_for(struct gil *gil, long number)
{
	while (gil->serving != number)
		must(pthread_cond_wait(&gil->served[number % GIL_WORKERS], &gil->mutex));
}

/* DOC: the lock passes on */
static void serve_next(struct gil *gil)
{
	gil->serving++;
	must(pthread_cond_signal(&gil->served[gil->serving % GIL_WORKERS]));
}

void gil_take(struct gil *gil, int worker)
{
	(void)worker;
	lock(gil);
	gil->waiting++;
	wait_for(gil, gil->next++);
	gil->waiting--;
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
	(void)worker;
	lock(gil);
	if (gil->next - gil->serving > 1) {
		long number = gil->next++;

		serve_next(gil);
		wait_for(gil, number);
	}
	unlock(gil);
}

void gil_give(struct gil *gil, int worker)
{
	(void)worker;
	lock(gil);
	serve_next(gil);
	unlock(gil);
}
