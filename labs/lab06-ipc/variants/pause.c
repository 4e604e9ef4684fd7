/*
 * pause.c: broken.c with a pause inside the update, so that others come in between nearly always.
 */
#include "api.h"

#include "exec/exec.h"

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

int ring_put(struct ring *ring, const struct message *message)
{
	for (int i = 0; ring->put - ring->taken == ring->slots; i++) {
		if (i == PATIENCE)
			return ETIMEDOUT;
		sched_yield();
	}
	ring->slot[ring->put % ring->slots] = *message;
	task_pause(); /* whoever puts now chooses the same slot */
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
	task_pause(); /* whoever takes now takes the same message */
	ring->taken++;
	return 0;
}
