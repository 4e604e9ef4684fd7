/*
 * lab06-numbered.c: messages lie anywhere; a number says which is the oldest, and 0 that a slot is
 * free.
 */
#include "api.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdbool.h>
#include <stdint.h>

struct ring {
	pthread_mutex_t mutex;
	int slots;
	uint64_t last;
	uint64_t number[RING_SLOTS];
	struct message slot[RING_SLOTS];
};

const size_t ring_size = sizeof(struct ring);

void ring_init(struct ring *ring, int slots)
{
	pthread_mutexattr_t attributes;

	ring->slots = slots;
	ring->last = 0;
	for (int i = 0; i < RING_SLOTS; i++)
		ring->number[i] = 0;
	pthread_mutexattr_init(&attributes);
	pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
	pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
	pthread_mutex_init(&ring->mutex, &attributes);
	pthread_mutexattr_destroy(&attributes);
}

static int lock(struct ring *ring)
{
	int error = pthread_mutex_lock(&ring->mutex);

	return error == EOWNERDEAD ? pthread_mutex_consistent(&ring->mutex) : error;
}

/* The oldest, or with `empty` a free one; -1: none. */
static int find(const struct ring *ring, bool empty)
{
	int found = -1;

	for (int i = 0; i < ring->slots; i++) {
		if ((ring->number[i] == 0) != empty)
			continue;
		if (found < 0 || ring->number[i] < ring->number[found])
			found = i;
	}
	return found;
}

static bool put(struct ring *ring, const struct message *message)
{
	int at = find(ring, true);

	if (at < 0)
		return false;
	ring->slot[at] = *message;
	ring->last++;
	ring->number[at] = ring->last;
	return true;
}

static bool take(struct ring *ring, struct message *message)
{
	int at = find(ring, false);

	if (at < 0)
		return false;
	*message = ring->slot[at];
	ring->number[at] = 0;
	return true;
}

int ring_put(struct ring *ring, const struct message *message)
{
	for (;;) {
		int error = lock(ring);
		bool done;

		if (error)
			return error;
		done = put(ring, message);
		pthread_mutex_unlock(&ring->mutex);
		if (done)
			return 0;
		sched_yield();
	}
}

int ring_take(struct ring *ring, struct message *message)
{
	for (;;) {
		int error = lock(ring);
		bool done;

		if (error)
			return error;
		done = take(ring, message);
		pthread_mutex_unlock(&ring->mutex);
		if (done)
			return 0;
		sched_yield();
	}
}
