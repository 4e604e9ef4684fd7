/*
 * api.h: lab06's ring in shared memory, and what a fix must provide.
 *
 * Several workers put messages into one ring and take messages out of it, all at the same time: any
 * worker may do either. The ring has room for a few messages; whoever finds it full or empty waits.
 * It lies in memory that all workers share, also when they are processes, and one of them may die at
 * any moment. Whatever a fix needs belongs into its `struct ring`, of which it decides the members.
 */
#ifndef LAB06_API_H
#define LAB06_API_H

#include <stddef.h>
#include <stdint.h>

struct message {
	int sender; /* the worker that puts it */
	int number; /* its place among that worker's messages */
	uint64_t body[4];
	uint64_t check; /* a checksum: shows whether the message is whole */
};

struct ring; /* the fix defines it */

/* The most messages a ring is asked to hold, and the most bytes a fix's struct ring may have. */
#define RING_SLOTS 16
#define RING_ROOM 4096

/* sizeof(struct ring), so that the lab can check it. */
extern const size_t ring_size;

/*
 * Make `ring`, which is zeroed memory, an empty ring that holds exactly `slots` messages (1 to
 * RING_SLOTS, and not always a power of two). Called once, before any worker runs.
 */
void ring_init(struct ring *ring, int slots);

/*
 * Put a copy of *message into the ring behind all others; wait as long as it is full.
 * Returns 0, or an error number if a worker has died in such a way that the ring is of no use any
 * more. It need not come to that: best is a ring that survives its users.
 */
int ring_put(struct ring *ring, const struct message *message);

/*
 * Take the oldest message out of the ring into *message; wait as long as it is empty.
 * Returns 0 or an error number, as ring_put does.
 */
int ring_take(struct ring *ring, struct message *message);

#endif
