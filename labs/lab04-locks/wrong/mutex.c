/* Misconception: A mutex lets its waiters in in the order in which they came. Caught by: grade Loses: In order Named: overtaking */
/*
 * mutex.c: the kernel may wake sleepers in order, but the mutex is free before the one it woke
 * has run. Whoever asks meanwhile gets it; that is why mutexes are fast. Neither POSIX nor the
 * C library promises an order.
 */
#include "api.h"

#include <pthread.h>
#include <stdlib.h>

struct fair_lock {
	pthread_mutex_t mutex;
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

	must(pthread_mutexattr_init(&attributes));
	must(pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED));
	must(pthread_mutex_init(&lock->mutex, &attributes));
	must(pthread_mutexattr_destroy(&attributes));
}

long fair_lock_arrive(struct fair_lock *lock, int worker)
{
	(void)lock;
	return worker;
}

void fair_lock_wait(struct fair_lock *lock, long place)
{
	(void)place;
	must(pthread_mutex_lock(&lock->mutex));
}

void fair_lock_leave(struct fair_lock *lock, long place)
{
	(void)place;
	must(pthread_mutex_unlock(&lock->mutex));
}
