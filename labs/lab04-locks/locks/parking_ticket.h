/*
 * parking_ticket.h: a ticket lock for more threads than cores: first come, first served, but who
 * waits long gives its core away.
 *
 * Tickets as in ticket.h. Waiting has three phases: spin while our turn is next; yield the core,
 * for the holder may be waiting for this very core; sleep on a futex. Sleepers wait on words of
 * their own, by ticket number, so that a release wakes the one whose turn it is and nobody else
 * (the waiting array of D. Dice, A. Kogan, "TWA: Ticket Locks Augmented with a Waiting Array",
 * Euro-Par 2019).
 *
 *   struct parking_ticket lock = {0};     also between processes, in shared memory
 *   parking_ticket_lock(&lock); ... parking_ticket_unlock(&lock);
 */
#ifndef LAB04_LOCKS_PARKING_TICKET_H
#define LAB04_LOCKS_PARKING_TICKET_H

#include "futex.h"
#include "relax.h"

#include <limits.h>
#include <sched.h>
#include <stdalign.h>
#include <stdatomic.h>
#include <stdbool.h>

#define PARKING_SLOTS 64
/* An exploration sets less, to come to the sleep behind it. */
#ifndef PARKING_SPINS
#define PARKING_SPINS 64
#endif
#ifndef PARKING_YIELDS
#define PARKING_YIELDS 128
#endif

/* Tickets that differ by PARKING_SLOTS share a slot: a wake may be for nothing, never missing. */
struct parking_slot {
	alignas(64) _Atomic unsigned wakes; /* counts wake-ups; what sleepers sleep on */
	_Atomic unsigned sleepers;
};

struct parking_ticket {
	alignas(64) _Atomic unsigned next;
	_Atomic unsigned serving;
	struct parking_slot slot[PARKING_SLOTS];
};

static inline void parking_ticket_init(struct parking_ticket *lock)
{
	atomic_init(&lock->next, 0);
	atomic_init(&lock->serving, 0);
	for (int i = 0; i < PARKING_SLOTS; i++) {
		atomic_init(&lock->slot[i].wakes, 0);
		atomic_init(&lock->slot[i].sleepers, 0);
	}
}

static inline unsigned parking_ticket_take(struct parking_ticket *lock)
{
	return atomic_fetch_add_explicit(&lock->next, 1, memory_order_relaxed);
}

static inline bool parking_ticket_is_served(struct parking_ticket *lock, unsigned mine)
{
	return atomic_load_explicit(&lock->serving, memory_order_acquire) == mine;
}

/* Spinning pays only for the next in line, and yielding only for a while. */
static inline bool parking_ticket_linger(struct parking_ticket *lock, unsigned mine)
{
	for (int i = 0; i < PARKING_SPINS; i++) {
		unsigned shown = atomic_load_explicit(&lock->serving, memory_order_acquire);

		if (shown == mine)
			return true;
		if (mine - shown > 1)
			break;
		relax();
	}
	for (int i = 0; i < PARKING_YIELDS; i++) {
		sched_yield();
		if (parking_ticket_is_served(lock, mine))
			return true;
	}
	return false;
}

/*
 * We announce ourselves and then look at `serving`; a release changes `serving` and then looks for
 * sleepers. All four are seq_cst, so at least one of us sees the other: no wake-up is lost. We read
 * `wakes` before that look, so that a wake-up after it makes futex_wait return at once.
 */
__attribute__((noinline, unused)) static void parking_ticket_sleep(struct parking_ticket *lock,
								   unsigned mine)
{
	struct parking_slot *slot = &lock->slot[mine % PARKING_SLOTS];

	atomic_fetch_add(&slot->sleepers, 1);
	for (;;) {
		unsigned wakes = atomic_load(&slot->wakes);

		if (atomic_load(&lock->serving) == mine)
			break;
		futex_wait(&slot->wakes, wakes);
	}
	atomic_fetch_sub(&slot->sleepers, 1);
}

static inline void parking_ticket_wait(struct parking_ticket *lock, unsigned mine)
{
	if (parking_ticket_is_served(lock, mine) || parking_ticket_linger(lock, mine))
		return;
	parking_ticket_sleep(lock, mine);
}

static inline void parking_ticket_lock(struct parking_ticket *lock)
{
	parking_ticket_wait(lock, parking_ticket_take(lock));
}

static inline void parking_ticket_unlock(struct parking_ticket *lock)
{
	unsigned turn = atomic_fetch_add(&lock->serving, 1) + 1;
	struct parking_slot *slot = &lock->slot[turn % PARKING_SLOTS];

	if (atomic_load(&slot->sleepers) == 0)
		return;
	atomic_fetch_add(&slot->wakes, 1);
	futex_wake(&slot->wakes, INT_MAX);
}

#endif
