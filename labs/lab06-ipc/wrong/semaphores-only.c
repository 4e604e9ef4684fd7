/* Misconception: Two semaphores are enough: one for room, one for messages. Caught by: tsan Loses: Threads, ThreadSanitizer, In order, Processes, Killed, Side by side Named: unordered */
/*
 * semaphores-only.c: the semaphores say how many may put and take, not that it is one at a time.
 * With room for two, two writers choose the same slot. (With one writer and one reader, or a single
 * slot, it would be right.)
 */
#include "api.h"

#include <errno.h>
#include <semaphore.h>
#include <stdlib.h>

struct ring {
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
	ring->slots = (unsigned)slots;
	ring->put = 0;
	ring->taken = 0;
	must(sem_init(&ring->room, 1, ring->slots));
	must(sem_init(&ring->filled, 1, 0));
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
	wait_for(&ring->room);
	ring->slot[ring->put] = *message;
	ring->put = next(ring, ring->put);
	must(sem_post(&ring->filled));
	return 0;
}

int ring_take(struct ring *ring, struct message *message)
{
	wait_for(&ring->filled);
	*message = ring->slot[ring->taken];
	ring->taken = next(ring, ring->taken);
	must(sem_post(&ring->room));
	return 0;
}
