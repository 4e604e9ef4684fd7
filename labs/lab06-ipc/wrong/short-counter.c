/* Misconception: Sixteen bits are enough to count a few slots. Caught by: grade Loses: Alone, Threads, ThreadSanitizer, In order, Processes, Killed, Memory, Side by side Named: full-or-empty */
/*
 * short-counter.c: counters of sixteen bits that count all messages; a remainder makes slots of
 * them. After 65,536 messages they begin anew, in the middle of a ring of three.
 */
#include "api.h"

#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdint.h>
#include <stdlib.h>

struct ring {
	pthread_mutex_t mutex;
	sem_t room, filled;
	unsigned slots;
	uint16_t put, taken; /* how many so far */
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
		error = pthread_mutex_consistent(&ring->mutex);
	return error;
}

static void wait_for(sem_t *semaphore)
{
	while (sem_wait(semaphore) != 0)
		if (errno != EINTR)
			abort();
}

int ring_put(struct ring *ring, const struct message *message)
{
	int error;

	wait_for(&ring->room);
	error = lock(ring);
	if (error)
		return error;
	ring->slot[ring->put % ring->slots] = *message;
	ring->put++;
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
	*message = ring->slot[ring->taken % ring->slots];
	ring->taken++;
	must(pthread_mutex_unlock(&ring->mutex));
	must(sem_post(&ring->room));
	return 0;
}
