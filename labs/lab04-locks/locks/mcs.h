/*
 * mcs.h: a queue of waiters, each of which spins on a word of its own.
 *
 * J. Mellor-Crummey, M. Scott, ACM TOCS 9(1), 1991, section 2.4, figure 5. A release touches one
 * waiter's cache line only, however many wait. First come, first served; it only spins.
 *
 *   struct mcs lock = {0};
 *   struct mcs_node node;          one for each acquisition; processes: in shared memory
 *   mcs_lock(&lock, &node); ... mcs_unlock(&lock, &node);
 */
#ifndef LAB04_LOCKS_MCS_H
#define LAB04_LOCKS_MCS_H

#include "relax.h"

#include <stdalign.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

struct mcs_node {
	alignas(64) _Atomic(struct mcs_node *) next; /* who comes after us */
	_Atomic unsigned waits;			     /* until our predecessor clears it */
};

struct mcs {
	_Atomic(struct mcs_node *) tail; /* the last in line, or NULL: free */
};

static inline void mcs_init(struct mcs *lock)
{
	atomic_init(&lock->tail, NULL);
}

/*
 * The doorway: from the exchange on, our place is fixed. Returns whether there is somebody to wait
 * for. The exchange acquires, for we may get the lock by it, and releases, so that who comes next
 * finds our node prepared.
 */
static inline bool mcs_arrive(struct mcs *lock, struct mcs_node *mine)
{
	struct mcs_node *before;

	atomic_store_explicit(&mine->next, NULL, memory_order_relaxed);
	before = atomic_exchange_explicit(&lock->tail, mine, memory_order_acq_rel);
	if (!before)
		return false;
	atomic_store_explicit(&mine->waits, 1, memory_order_relaxed);
	/* Release: our predecessor must not clear `waits` before we have set it. */
	atomic_store_explicit(&before->next, mine, memory_order_release);
	return true;
}

/* Acquire pairs with the release in mcs_unlock. */
static inline void mcs_wait(struct mcs_node *mine)
{
	while (atomic_load_explicit(&mine->waits, memory_order_acquire))
		relax();
}

static inline void mcs_lock(struct mcs *lock, struct mcs_node *mine)
{
	if (mcs_arrive(lock, mine))
		mcs_wait(mine);
}

/* Nobody known to wait: free the lock, unless somebody has exchanged the tail meanwhile. */
static inline struct mcs_node *mcs_successor(struct mcs *lock, struct mcs_node *mine)
{
	struct mcs_node *last = mine, *next;

	if (atomic_compare_exchange_strong_explicit(&lock->tail, &last, NULL, memory_order_release,
						    memory_order_relaxed))
		return NULL;
	/* It is between its exchange and its link to us; it will not be long. */
	while (!(next = atomic_load_explicit(&mine->next, memory_order_acquire)))
		relax();
	return next;
}

static inline void mcs_unlock(struct mcs *lock, struct mcs_node *mine)
{
	struct mcs_node *next = atomic_load_explicit(&mine->next, memory_order_acquire);

	if (!next)
		next = mcs_successor(lock, mine);
	if (next)
		atomic_store_explicit(&next->waits, 0, memory_order_release);
}

#endif
