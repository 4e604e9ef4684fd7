/* Misconception: Whoever is told of a death has not got the lock. Caught by: grade Loses: Killed Named: not-recoverable */
/*
 * keeps-the-lock.c: EOWNERDEAD looks like any other error, so the call returns it. But with it
 * comes the lock, which is not given back: while the one that was told lives, all others wait.
 */
#include "api.h"

#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>

struct ring {
	pthread_mutex_t mutex;
	sem_t room, filled;
	unsigned slots, put, taken;
	struct message slot[RING_SLOTS];
};

const size_t ring_size = sizeof(struct ring);

static void must(int error)
{
	if (error)
		abort();
}

void ring_init(struct ring *ring, int slots)
{
	pthread_mutexattr_t attributes;

	ring->slots = (unsigned)slots;
	ring->put = 0;
	ring->taken = 0;
	must(pthread_mutexattr_init(&attributes));
	must(pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED));
	must(pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST));
	must(pthread_mutex_init(&ring->mutex, &attributes));
	must(pthread_mutexattr_destroy(&attributes));
	must(sem_init(&ring->room, 1, ring->slots));
	must(sem_init(&ring->filled, 1, 0));
}

static int lock(struct ring *ring)
{
	int error = pthread_mutex_lock(&ring->mutex);

	if (error == EOWNERDEAD)
		must(pthread_mutex_consistent(&ring->mutex));
	return error;
}

static void wait_for(sem_t *semaphore)
{
	while (sem_wait(semaphore) != 0)
		if (errno != EINTR)
			abort();
}

static unsigned next(const struct ring *ring, unsigned count)
{
	return count + 1 == ring->slots ? 0 : count + 1;
}

int ring_put(struct ring *ring, const struct message *message)
{
	int error;

	wait_for(&ring->room);
	error = lock(ring);
	if (error)
		return error;
	ring->slot[ring->put] = *message;
	ring->put = next(ring, ring->put);
	must(pthread_mutex_unlock(&ring->mutex));
	must(sem_post(&ring->filled));
	return 0;
}

int ring_take(struct ring *ring, struct message *message)
{
	int error;

	wait_for(&ring->filled);
	error = lock(ring);
	if (error)
		return error;
	*message = ring->slot[ring->taken];
	ring->taken = next(ring, ring->taken);
	must(pthread_mutex_unlock(&ring->mutex));
	must(sem_post(&ring->room));
	return 0;
}
