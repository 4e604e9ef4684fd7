/* Misconception: If to arrive is to lock, then the order of arrival is the order of the lock. Caught by: hang Loses: Alone, Threads, ThreadSanitizer, Processes, Memory, Side by side, In order Named: for-ever */
/*
 * locks-at-the-door.c: a door that only one can pass at a time is no queue, and who waits
 * outside of it has not arrived. A worker that has the lock and stands in line for its next
 * turn waits for itself.
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
	must(pthread_mutex_lock(&lock->mutex));
	return worker;
}

void fair_lock_wait(struct fair_lock *lock, long place)
{
	(void)lock;
	(void)place;
}

void fair_lock_leave(struct fair_lock *lock, long place)
{
	(void)place;
	must(pthread_mutex_unlock(&lock->mutex));
}
