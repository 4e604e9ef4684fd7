/* Misconception: RING_SLOTS messages fit into RING_SLOTS slots, whatever tells full from empty. Caught by: grade Loses: Alone, Threads, ThreadSanitizer, In order, Processes, Killed, Memory, Side by side Named: full-or-empty */
/*
 * last-slot.c: one slot stays free, so that full is not empty, and the ring has one more than was
 * asked for. Only the array has not: in the largest ring the last message lies in the mutex.
 */
#include "api.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdbool.h>
#include <string.h>

struct ring {
	struct message slot[RING_SLOTS];
	pthread_mutex_t mutex;
	unsigned slots, put, taken;
};

const size_t ring_size = sizeof(struct ring);

void ring_init(struct ring *ring, int slots)
{
	pthread_mutexattr_t attributes;

	ring->slots = (unsigned)slots + 1;
	pthread_mutexattr_init(&attributes);
	pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
	pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
	pthread_mutex_init(&ring->mutex, &attributes);
	pthread_mutexattr_destroy(&attributes);
}

/* A dead holder leaves the ring to nobody: every one who comes is told. */
static int lock(struct ring *ring)
{
	int error = pthread_mutex_lock(&ring->mutex);

	if (error != EOWNERDEAD)
		return error;
	pthread_mutex_unlock(&ring->mutex);
	return ENOTRECOVERABLE;
}

static bool try_put(struct ring *ring, const struct message *message)
{
	unsigned next = (ring->put + 1) % ring->slots;

	if (next == ring->taken)
		return false;
	memcpy(&ring->slot[ring->put], message, sizeof *message);
	ring->put = next;
	return true;
}

static bool try_take(struct ring *ring, struct message *message)
{
	if (ring->taken == ring->put)
		return false;
	memcpy(message, &ring->slot[ring->taken], sizeof *message);
	ring->taken = (ring->taken + 1) % ring->slots;
	return true;
}

int ring_put(struct ring *ring, const struct message *message)
{
	for (;;) {
		int error = lock(ring);
		bool done;

		if (error)
			return error;
		done = try_put(ring, message);
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
		done = try_take(ring, message);
		pthread_mutex_unlock(&ring->mutex);
		if (done)
			return 0;
		sched_yield();
	}
}
