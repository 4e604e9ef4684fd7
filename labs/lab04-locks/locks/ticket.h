/*
 * ticket.h: take a number, wait until it is shown: first come, first served.
 *
 * J. Mellor-Crummey, M. Scott, "Algorithms for Scalable Synchronization on Shared-Memory
 * Multiprocessors", ACM TOCS 9(1), 1991, section 2.2 (after Reed and Kanodia, 1979). Who is k-th in
 * line looks less often: proportional back-off, ibid. It only spins: when the thread whose number
 * is shown does not run, all others wait for the kernel's time slices.
 *
 *   struct ticket lock = {0};
 *   ticket_lock(&lock); ... ticket_unlock(&lock);
 */
#ifndef LAB04_LOCKS_TICKET_H
#define LAB04_LOCKS_TICKET_H

#include "relax.h"

#include <stdatomic.h>

#define TICKET_REST 16

/* Both numbers wrap around together; there may be 2^32 - 1 waiters. */
struct ticket {
	_Atomic unsigned next; /* the number that the next to come gets */
	_Atomic unsigned
		serving; /* the number of the holder, or of the next one if there is none */
};

static inline void ticket_init(struct ticket *lock)
{
	atomic_init(&lock->next, 0);
	atomic_init(&lock->serving, 0);
}

/* The doorway. Relaxed will do: its value orders who gets which number, and no other memory. */
static inline unsigned ticket_take(struct ticket *lock)
{
	return atomic_fetch_add_explicit(&lock->next, 1, memory_order_relaxed);
}

/* Acquire pairs with the release in ticket_unlock. */
static inline void ticket_wait(struct ticket *lock, unsigned mine)
{
	unsigned shown;

	while ((shown = atomic_load_explicit(&lock->serving, memory_order_acquire)) != mine)
		for (unsigned i = 0; i < TICKET_REST * (mine - shown - 1) + 1; i++)
			relax();
}

static inline void ticket_lock(struct ticket *lock)
{
	ticket_wait(lock, ticket_take(lock));
}

/* Only the holder writes this word: it needs no atomic addition, only an atomic store. */
static inline void ticket_unlock(struct ticket *lock)
{
	unsigned mine = atomic_load_explicit(&lock->serving, memory_order_relaxed);

	atomic_store_explicit(&lock->serving, mine + 1, memory_order_release);
}

#endif
