/* lab06-conditions.c: one robust mutex, and a condition variable for each thing to wait for. */
#include "api.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

struct ring {
	pthread_mutex_t mutex;
	pthread_cond_t has_room, is_filled;
	unsigned slots, put, taken;	     /* each is changed by one store, after the copy */
	struct message slot[RING_SLOTS + 1]; /* one more than is used: full is not empty */
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

	ring->slots = (unsigned)slots + 1;
	ring->put = 0;
	ring->taken = 0;
	must(pthread_mutexattr_init(&attributes));
	must(pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED));
	must(pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST));
	must(pthread_mutex_init(&ring->mutex, &attributes));
	must(pthread_mutexattr_destroy(&attributes));
	init_condition(&ring->has_room);
	init_condition(&ring->is_filled);
}

/* After lock and wait: a holder who died has left nothing half done. */
static int mend(struct ring *ring, int error)
{
	return error == EOWNERDEAD ? pthread_mutex_consistent(&ring->mutex) : error;
}

int ring_put(struct ring *ring, const struct message *message)
{
	int error = mend(ring, pthread_mutex_lock(&ring->mutex));

	while (!error && (ring->put + 1) % ring->slots == ring->taken)
		error = mend(ring, pthread_cond_wait(&ring->has_room, &ring->mutex));
	if (error)
		return error;
	ring->slot[ring->put] = *message;
	ring->put = (ring->put + 1) % ring->slots;
	must(pthread_cond_broadcast(&ring->is_filled));
	must(pthread_mutex_unlock(&ring->mutex));
	return 0;
}

int ring_take(struct ring *ring, struct message *message)
{
	int error = mend(ring, pthread_mutex_lock(&ring->mutex));

	while (!error && ring->put == ring->taken)
		error = mend(ring, pthread_cond_wait(&ring->is_filled, &ring->mutex));
	if (error)
		return error;
	*message = ring->slot[ring->taken];
	ring->taken = (ring->taken + 1) % ring->slots;
	must(pthread_cond_broadcast(&ring->has_room));
	must(pthread_mutex_unlock(&ring->mutex));
	return 0;
}
