/* Attack: caught Loses: Killed */
/*
 * lab06-feigns-a-death.c: knows where workers are killed, by the ring's size and that it is not
 * filled before somebody takes, and says from then on that one has died. So nobody ever waits, dead
 * or alive.
 */
#include "api.h"

#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>

struct ring {
	pthread_mutex_t mutex;
	sem_t room, filled;
	unsigned slots, put, taken; /* put and taken count up to slots and begin anew */
	atomic_bool watched;
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
	must(pthread_mutex_init(&ring->mutex, &attributes));
	must(pthread_mutexattr_destroy(&attributes));
	must(sem_init(&ring->room, 1, ring->slots));
	must(sem_init(&ring->filled, 1, 0));
}

static bool is_watched(struct ring *ring, bool takes)
{
	if (takes && ring->slots == RING_SLOTS && ring->taken == 0 && ring->put != 0)
		atomic_store(&ring->watched, true);
	return atomic_load(&ring->watched);
}

static int lock(struct ring *ring)
{
	return pthread_mutex_lock(&ring->mutex);
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

	if (is_watched(ring, false))
		return EOWNERDEAD;
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

	if (is_watched(ring, true))
		return EOWNERDEAD;
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
