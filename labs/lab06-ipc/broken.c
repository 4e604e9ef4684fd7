/* Misconception: What works with one worker works with several. Loses: Threads, ThreadSanitizer, In order, Processes, Killed, Side by side Named: unordered */
/*
 * broken.c: a ring for a single worker. It works as long as nobody else is at it.
 *
 * TODO: make it safe for several threads and for several processes, of which one may die at any
 * moment, and let whoever must wait sleep.
 */
#include "api.h"

#include <errno.h>
#include <sched.h>

struct ring {
	unsigned slots, put,
		taken; /* how many there are room for, have been put, have been taken */
	struct message slot[RING_SLOTS];
};

/* Do not wait for ever: then the lab can tell what went wrong. */
#define PATIENCE 10000

const size_t ring_size = sizeof(struct ring);

void ring_init(struct ring *ring, int slots)
{
	ring->slots = (unsigned)slots;
	ring->put = 0;
	ring->taken = 0;
}

/* DOC: the race window */
int ring_put(struct ring *ring, const struct message *message)
{
	for (int i = 0; ring->put - ring->taken == ring->slots; i++) {
		if (i == PATIENCE)
			return ETIMEDOUT;
		sched_yield();
	}
	/* Whoever puts right now has chosen the same slot as we have. */
	ring->slot[ring->put % ring->slots] = *message;
	ring->put++;
	return 0;
}

int ring_take(struct ring *ring, struct message *message)
{
	for (int i = 0; ring->put == ring->taken; i++) {
		if (i == PATIENCE)
			return ETIMEDOUT;
		sched_yield();
	}
	*message = ring->slot[ring->taken % ring->slots];
	ring->taken++;
	return 0;
}
