/* Misconception: What lies in shared memory works between processes. Caught by: hang-processes Loses: Processes Named: unshared */
/*
 * private-condition.c: the members of the lock are shared, but a mutex and a condition are made
 * for the threads of one process unless their attributes say otherwise: the kernel looks for
 * sleepers in the process that wakes, and finds none.
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
	must(pthread_mutex_init(&lock->mutex, NULL));
	must(pthread_cond_init(&lock->changed, NULL));
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
	must(pthread_cond_broadcast(&lock->changed));
	must(pthread_mutex_unlock(&lock->mutex));
}
