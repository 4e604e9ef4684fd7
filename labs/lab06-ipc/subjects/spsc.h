/*
 * spsc.h: a ring in shared memory for one sender and one receiver. Every slot has a flag of its own,
 * so the two need no common counters: the sender waits for the flag of the next slot to be down,
 * copies and raises it; the receiver waits for it to be up, copies and lowers it. As long as the ring
 * is neither full nor empty, the two work in different cache lines. That is FastForward (Giacomoni,
 * Moseley, Vachharajani, PPoPP 2008).
 *
 *   struct spsc *ring = memory;             spsc_bytes(slots, size) of it, shared, zeroed
 *   spsc_init(ring, slots, size);
 *   while (!spsc_try_put(ring, &x, sizeof x)) ...;
 *
 * Here as inline functions, so that copies of known size become a few instructions.
 */
#ifndef LAB06_SPSC_H
#define LAB06_SPSC_H

#include <stdalign.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* How to wait for the other side. */
enum spsc_policy { SPSC_SPIN, SPSC_FUTEX, SPSC_SPIN_FUTEX };

struct spsc_slot {
	atomic_uint full;
	unsigned unused; /* so that data is aligned to 8 bytes */
	unsigned char data[];
};

/* What one side alone writes, in cache lines of its own (two: they are fetched in pairs). */
struct spsc_side {
	alignas(128) size_t at; /* the offset of its next slot */
	atomic_uint asleep;	/* a futex: 1: it sleeps, and wants to be woken */
	atomic_int cpu;		/* where it waited last, plus one */
};

struct spsc {
	size_t stride, end;
	struct spsc_side sender, receiver;
	alignas(128) unsigned char slots[];
};

static inline size_t spsc_stride(size_t size)
{
	size_t bytes = sizeof(struct spsc_slot) + size;

	/* Large slots do not share a cache line. */
	return size > 64 ? (bytes + 127) / 128 * 128 : (bytes + 7) / 8 * 8;
}

static inline size_t spsc_bytes(size_t slots, size_t size)
{
	return sizeof(struct spsc) + slots * spsc_stride(size);
}

static inline void spsc_init(struct spsc *ring, size_t slots, size_t size)
{
	ring->stride = spsc_stride(size);
	ring->end = slots * ring->stride;
}

static inline struct spsc_slot *spsc_slot(struct spsc *ring, const struct spsc_side *side)
{
	return (struct spsc_slot *)(void *)(ring->slots + side->at);
}

/* `size` is that of the ring; given again, it is often a constant for the compiler. */
static inline void spsc_advance(const struct spsc *ring, struct spsc_side *side, size_t size)
{
	size_t at = side->at + spsc_stride(size);

	/* A jump, since it can be foretold; a conditional move would be waited for. */
	if (__builtin_expect(at == ring->end, 0))
		at = 0;
	side->at = at;
}

static inline bool spsc_try_put(struct spsc *ring, const void *data, size_t size)
{
	struct spsc_slot *slot = spsc_slot(ring, &ring->sender);

	/* Acquire: the receiver's copying comes before our overwriting. */
	if (atomic_load_explicit(&slot->full, memory_order_acquire))
		return false;
	memcpy(slot->data, data, size);
	/* Release: who sees the flag sees the data. */
	atomic_store_explicit(&slot->full, 1, memory_order_release);
	spsc_advance(ring, &ring->sender, size);
	return true;
}

static inline bool spsc_try_take(struct spsc *ring, void *data, size_t size)
{
	struct spsc_slot *slot = spsc_slot(ring, &ring->receiver);

	if (!atomic_load_explicit(&slot->full, memory_order_acquire))
		return false;
	memcpy(data, slot->data, size);
	atomic_store_explicit(&slot->full, 0, memory_order_release);
	spsc_advance(ring, &ring->receiver, size);
	return true;
}

/* A hint to the processor that we are waiting. */
static inline void spsc_relax(void)
{
#if defined(__x86_64__)
	__builtin_ia32_pause();
#elif defined(__aarch64__)
	__asm__ volatile("yield");
#endif
}

#define SPSC_SLIP 150 /* hints: some microseconds, and some dozens of messages */

/*
 * Let the other one get ahead, for those who want many messages rather than the next one soon. Who
 * looks again at once follows so closely that both use the same cache line all the time, and each
 * message has to wait for it to come over. (FastForward's "temporal slipping".)
 */
static inline void spsc_slip(void)
{
	for (int i = 0; i < SPSC_SLIP; i++)
		spsc_relax();
}

#endif
