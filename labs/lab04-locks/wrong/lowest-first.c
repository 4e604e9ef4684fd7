/* Misconception: If there is an order among the waiters, the lock is fair. Caught by: grade Loses: In order Named: overtaking */
/*
 * lowest-first.c: of those who wait, the one with the lowest number goes in. That is an order, and
 * a worker's number has nothing to do with when it came: two busy workers with low numbers pass
 * everybody else for ever. A priority is not a queue.
 */
#include "api.h"

#include <pthread.h>
#include <sched.h>
#include <stdbool.h>
#include <stdlib.h>

struct fair_lock {
	pthread_mutex_t mutex; /* of all that follows */
	bool busy;
	int waiting[FAIR_LOCK_WORKERS]; /* how many places each worker has */
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
	must(pthread_mutex_lock(&lock->mutex));
	lock->waiting[worker]++;
	must(pthread_mutex_unlock(&lock->mutex));
	return worker;
}

/* The caller has the mutex. */
static bool is_lowest(const struct fair_lock *lock, long worker)
{
	for (long i = 0; i < worker; i++)
		if (lock->waiting[i])
			return false;
	return true;
}

static bool try(struct fair_lock *lock, long worker)
{
	bool goes_in;

	must(pthread_mutex_lock(&lock->mutex));
	goes_in = !lock->busy && is_lowest(lock, worker);
	if (goes_in) {
		lock->busy = true;
		lock->waiting[worker]--;
	}
	must(pthread_mutex_unlock(&lock->mutex));
	return goes_in;
}

void fair_lock_wait(struct fair_lock *lock, long place)
{
	while (!try(lock, place))
		sched_yield();
}

void fair_lock_leave(struct fair_lock *lock, long place)
{
	(void)place;
	must(pthread_mutex_lock(&lock->mutex));
	lock->busy = false;
	must(pthread_mutex_unlock(&lock->mutex));
}
