/* lab10-broadcast.c: numbers are drawn and served in order; all who wait are woken and look. */
#include "api.h"

#include <pthread.h>
#include <stdlib.h>

struct gil {
	pthread_mutex_t mutex; /* of all that follows */
	pthread_cond_t changed;
	long next, serving;
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
	must(pthread_cond_init(&gil->changed, NULL));
}

/* Let the next one in if `serves`; then wait for the caller's own turn if it `comes`. */
static void move(struct gil *gil, int serves, int comes)
{
	long number = comes ? gil->next++ : -1;

	if (serves) {
		gil->serving++;
		must(pthread_cond_broadcast(&gil->changed));
	}
	while (comes && gil->serving != number)
		must(pthread_cond_wait(&gil->changed, &gil->mutex));
}

void gil_take(struct gil *gil, int worker)
{
	(void)worker;
	must(pthread_mutex_lock(&gil->mutex));
	move(gil, 0, 1);
	must(pthread_mutex_unlock(&gil->mutex));
}

int gil_waiting(struct gil *gil)
{
	long drawn, served;

	must(pthread_mutex_lock(&gil->mutex));
	drawn = gil->next;
	served = gil->serving;
	must(pthread_mutex_unlock(&gil->mutex));
	return (int)(drawn - served) - 1;
}

/* When nobody waits, the caller's own number is the next. */
void gil_yield(struct gil *gil, int worker)
{
	(void)worker;
	must(pthread_mutex_lock(&gil->mutex));
	move(gil, 1, 1);
	must(pthread_mutex_unlock(&gil->mutex));
}

void gil_give(struct gil *gil, int worker)
{
	(void)worker;
	must(pthread_mutex_lock(&gil->mutex));
	move(gil, 1, 0);
	must(pthread_mutex_unlock(&gil->mutex));
}
