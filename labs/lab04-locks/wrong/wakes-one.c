/* Misconception: A signal wakes the one whose turn it is. Caught by: hang Loses: Threads, Processes, Side by side, In order Named: lost-wake-up */
/*
 * wakes-one.c: a signal wakes one waiter, and not the one that we mean. If that one sees
 * another number than its own it sleeps again, and the one whose turn it is sleeps on: for
 * ever. Wake all, or let each wait on a condition of its own.
 */
#include "api.h"

#include <pthread.h>
#include <stdlib.h>

struct fair_lock {
	pthread_mutex_t mutex; /* of all that follows */
	pthread_cond_t changed;
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
	must(pthread_cond_init(&lock->changed, &others));
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
		must(pthread_cond_wait(&lock->changed, &lock->mutex));
	must(pthread_mutex_unlock(&lock->mutex));
}

void fair_lock_leave(struct fair_lock *lock, long place)
{
	must(pthread_mutex_lock(&lock->mutex));
	lock->serving = place + 1;
	must(pthread_cond_signal(&lock->changed));
	must(pthread_mutex_unlock(&lock->mutex));
}
