/*
 * lab04-condition.c: tickets under a mutex; who waits sleeps on a condition of its place, so
 * that a wake-up reaches the one whose turn it is.
 */
#include "api.h"

#include <pthread.h>
#include <stdlib.h>

#define PLACES (2 * FAIR_LOCK_WORKERS)

struct fair_lock {
	pthread_mutex_t mutex; /* of all that follows */
	pthread_cond_t served[PLACES];
	long next, serving;
};

const size_t fair_lock_size = sizeof(struct fair_lock);

/* These fail only when misused. */
static void must(int error)
{
	if (error)
		abort();
}

void fair_lock_init(struct fair_lock *lock)
{
	pthread_mutexattr_t attributes;
	pthread_condattr_t others;

	must(pthread_mutexattr_init(&attributes));
	must(pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED));
	must(pthread_mutex_init(&lock->mutex, &attributes));
	must(pthread_mutexattr_destroy(&attributes));
	must(pthread_condattr_init(&others));
	must(pthread_condattr_setpshared(&others, PTHREAD_PROCESS_SHARED));
	for (int i = 0; i < PLACES; i++)
		must(pthread_cond_init(&lock->served[i], &others));
	must(pthread_condattr_destroy(&others));
}

long fair_lock_arrive(struct fair_lock *lock, int worker)
{
	long place;

	(void)worker;
	must(pthread_mutex_lock(&lock->mutex));
	place = lock->next++;
	must(pthread_mutex_unlock(&lock->mutex));
	return place;
}

void fair_lock_wait(struct fair_lock *lock, long place)
{
	must(pthread_mutex_lock(&lock->mutex));
	while (lock->serving != place)
		must(pthread_cond_wait(&lock->served[place % PLACES], &lock->mutex));
	must(pthread_mutex_unlock(&lock->mutex));
}

void fair_lock_leave(struct fair_lock *lock, long place)
{
	must(pthread_mutex_lock(&lock->mutex));
	lock->serving = place + 1;
	must(pthread_cond_signal(&lock->served[(place + 1) % PLACES]));
	must(pthread_mutex_unlock(&lock->mutex));
}
