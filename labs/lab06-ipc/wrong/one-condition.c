/* Misconception: One condition variable will do: whoever is woken looks whether it is meant. Caught by: grade Loses: Threads, In order, Processes, Killed, Side by side Named: wrong-one-woken */
/*
 * one-condition.c: those who wait for room and those who wait for a message wait at the same place,
 * and a signal wakes one of them: perhaps the one who cannot go on, and goes back to sleep. The
 * other one sleeps on. Two conditions, or wake all (broadcast).
 */
#include "api.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

struct ring {
	pthread_mutex_t mutex;
	pthread_cond_t changed;
	unsigned slots, put, count; /* where the next one goes; how many there are */
	struct message slot[RING_SLOTS];
};

const size_t ring_size = sizeof(struct ring);

static void must(int error)
{
	if (error)
		abort();
}

static void init_condition(pthread_cond_t *condition)
{
	pthread_condattr_t attributes;

	must(pthread_condattr_init(&attributes));
	must(pthread_condattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED));
	must(pthread_cond_init(condition, &attributes));
	must(pthread_condattr_destroy(&attributes));
}

void ring_init(struct ring *ring, int slots)
{
	pthread_mutexattr_t attributes;

	ring->slots = (unsigned)slots;
	ring->put = 0;
	ring->count = 0;
	must(pthread_mutexattr_init(&attributes));
	must(pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED));
	must(pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST));
	must(pthread_mutex_init(&ring->mutex, &attributes));
	must(pthread_mutexattr_destroy(&attributes));
	init_condition(&ring->changed);
}

/* After lock and wait: a holder who died has left nothing half done. */
static int mend(struct ring *ring, int error)
{
	return error == EOWNERDEAD ? pthread_mutex_consistent(&ring->mutex) : error;
}

int ring_put(struct ring *ring, const struct message *message)
{
	int error = mend(ring, pthread_mutex_lock(&ring->mutex));

	while (!error && ring->count == ring->slots)
		error = mend(ring, pthread_cond_wait(&ring->changed, &ring->mutex));
	if (error)
		return error;
	ring->slot[ring->put % ring->slots] = *message;
	ring->put = (ring->put + 1) % ring->slots;
	ring->count++;
	must(pthread_cond_signal(&ring->changed));
	must(pthread_mutex_unlock(&ring->mutex));
	return 0;
}

int ring_take(struct ring *ring, struct message *message)
{
	int error = mend(ring, pthread_mutex_lock(&ring->mutex));

	while (!error && ring->count == 0)
		error = mend(ring, pthread_cond_wait(&ring->changed, &ring->mutex));
	if (error)
		return error;
	*message = ring->slot[(ring->put + ring->slots - ring->count) % ring->slots];
	ring->count--;
	must(pthread_cond_signal(&ring->changed));
	must(pthread_mutex_unlock(&ring->mutex));
	return 0;
}
