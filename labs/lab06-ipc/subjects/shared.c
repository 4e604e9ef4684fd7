/*
 * shared.c: what lies in shared memory: the ring, with three ways to wait, and memory with eventfds
 * to tell of it (see channel.h, spsc.h, wait.h).
 */
#include "spsc.h"
#include "wait.h"

#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <unistd.h>

#define MEMORY (1 << 18) /* bytes of slots, about */
#define MOST_SLOTS 64

static bool open_ring(struct channel *channel)
{
	size_t slots = MEMORY / spsc_stride(channel->size);

	slots = slots < 2 ? 2 : slots > MOST_SLOTS ? MOST_SLOTS : slots;
	if (!channel_map(channel, spsc_bytes(slots, channel->size)))
		return false;
	spsc_init(channel->memory, slots, channel->size);
	return true;
}

static bool put(struct channel *channel, const void *data)
{
	struct spsc *ring = channel->memory;
	struct spsc_slot *slot = spsc_slot(ring, &ring->sender);

	if (!wait_until(channel, &slot->full, 0, &ring->sender, &ring->receiver))
		return false;
	spsc_try_put(ring, data, channel->size);
	if (channel->ops->policy != SPSC_SPIN)
		wait_wake(&ring->sender, &ring->receiver);
	return true;
}

static bool take(struct channel *channel, void *data)
{
	struct spsc *ring = channel->memory;
	struct spsc_slot *slot = spsc_slot(ring, &ring->receiver);

	if (!wait_until(channel, &slot->full, 1, &ring->receiver, &ring->sender))
		return false;
	spsc_try_take(ring, data, channel->size);
	if (channel->ops->policy != SPSC_SPIN)
		wait_wake(&ring->receiver, &ring->sender);
	return true;
}

const struct channel_ops channel_spin = {.name = "shm ring, spin",
					 .policy = SPSC_SPIN,
					 .open = open_ring,
					 .send = put,
					 .receive = take};
const struct channel_ops channel_futex = {.name = "shm ring, futex",
					  .policy = SPSC_FUTEX,
					  .open = open_ring,
					  .send = put,
					  .receive = take};
const struct channel_ops channel_spin_futex = {.name = "shm ring, spin then futex",
					       .policy = SPSC_SPIN_FUTEX,
					       .open = open_ring,
					       .send = put,
					       .receive = take};

/* ---- shared memory and eventfds: one counts what is filled, the other what is free ---- */

#define LOOK_EVERY_MS 50

/* fd[]: filled, back[]: free. The counters are semaphores: each read takes one. */
static bool open_eventfd(struct channel *channel)
{
	size_t slots;
	struct spsc *ring;

	if (!open_ring(channel))
		return false;
	ring = channel->memory;
	slots = ring->end / ring->stride;
	channel->fd[0] = eventfd(0, EFD_SEMAPHORE | EFD_CLOEXEC);
	channel->back[0] = eventfd((unsigned)slots, EFD_SEMAPHORE | EFD_CLOEXEC);
	if (channel->fd[0] < 0 || channel->back[0] < 0)
		return channel_refuse(channel, "eventfd");
	channel->fd[1] = dup(channel->fd[0]);
	channel->back[1] = dup(channel->back[0]);
	return (channel->fd[1] >= 0 && channel->back[1] >= 0) || channel_refuse(channel, "dup");
}

/* Both have both descriptors, so the other's death ends no read. Look now and then. */
static bool wait_for(struct channel *channel, int fd)
{
	struct pollfd poll_fd = {.fd = fd, .events = POLLIN};
	uint64_t one;

	for (;;) {
		int ready = poll(&poll_fd, 1, LOOK_EVERY_MS);

		if (ready > 0)
			return read(fd, &one, sizeof one) == sizeof one ||
			       channel_refuse(channel, "read");
		if (ready < 0 && errno != EINTR)
			return channel_refuse(channel, "poll");
		if (ready == 0 && !channel_peer_lives(channel))
			return channel_fail(channel, "the other process has gone");
	}
}

static bool tell(struct channel *channel, int fd)
{
	const uint64_t one = 1;

	return write(fd, &one, sizeof one) == sizeof one || channel_refuse(channel, "write");
}

static bool put_and_tell(struct channel *channel, const void *data)
{
	if (!wait_for(channel, channel->back[CHANNEL_SENDER]))
		return false;
	spsc_try_put(channel->memory, data, channel->size);
	return tell(channel, channel->fd[CHANNEL_SENDER]);
}

static bool take_and_tell(struct channel *channel, void *data)
{
	if (!wait_for(channel, channel->fd[CHANNEL_RECEIVER]))
		return false;
	spsc_try_take(channel->memory, data, channel->size);
	return tell(channel, channel->back[CHANNEL_RECEIVER]);
}

const struct channel_ops channel_eventfd = {.name = "shm and eventfd",
					    .open = open_eventfd,
					    .send = put_and_tell,
					    .receive = take_and_tell};
