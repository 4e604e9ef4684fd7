/*
 * solution.c: two semaphores count, one robust mutex protects, and one store commits.
 *
 * Why it works: `room` counts the free slots and `filled` the messages, so whoever may go on has a
 * slot or a message that nobody else can have; sem_wait sleeps as long as there is none. (Two
 * semaphores, since there are two things to wait for.) Which slot it is, the mutex decides: one at
 * a time reads a counter, copies, and advances it. All three lie in the ring and are made for
 * processes. Dijkstra's bounded buffer ("Cooperating sequential processes", 1965).
 *
 * Why a death does no harm: the mutex is robust, so the next one to lock it is told (EOWNERDEAD)
 * that the holder has died, instead of waiting for ever. There is nothing to repair: a counter is
 * advanced last, by one store, after the message was copied; until then nothing has happened, and
 * after it all has. pthread_mutex_consistent says so. What is lost is the unit that the dead one had
 * taken from a semaphore: the ring has room for one message less.
 */
#include "api.h"

#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>

struct ring {
	pthread_mutex_t mutex;
	sem_t room, filled;
	unsigned slots, put, taken; /* put and taken count up to slots and begin anew */
	struct message slot[RING_SLOTS];
};

const size_t ring_size = sizeof(struct ring);

/* These fail only when misused; a lab that goes on without its lock would tell lies. */
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

/* DOC: a dead holder */
static int lock(struct ring *ring)
{
	int error = pthread_mutex_lock(&ring->mutex);

	/* We hold it all the same, and the ring is whole: counters are advanced last. */
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
