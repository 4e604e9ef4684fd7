/*
 * ttas.h: a spinlock that tests before it tests and sets, and backs off when it loses.
 *
 * T. Anderson, "The Performance of Spin Lock Alternatives for Shared-Memory Multiprocessors", IEEE
 * TPDS 1(1), 1990, sections III and IV: the test alone keeps the word in all caches until it
 * changes; the back-off keeps those who lost from all rushing at it again. The lock is unfair: who
 * released it has the word in its cache, and often wins again.
 *
 *   struct ttas lock = {0};
 *   ttas_lock(&lock); ... ttas_unlock(&lock);
 */
#ifndef LAB04_LOCKS_TTAS_H
#define LAB04_LOCKS_TTAS_H

#include "relax.h"

#include <stdatomic.h>
#include <stdbool.h>

#define TTAS_LEAST 4
#define TTAS_MOST 256

struct ttas {
	_Atomic unsigned taken;
};

static inline void ttas_init(struct ttas *lock)
{
	atomic_init(&lock->taken, 0);
}

/* Acquire: what the last holder wrote before its release is ours to see. */
static inline bool ttas_try(struct ttas *lock)
{
	return atomic_load_explicit(&lock->taken, memory_order_relaxed) == 0 &&
	       atomic_exchange_explicit(&lock->taken, 1, memory_order_acquire) == 0;
}

static inline void ttas_lock(struct ttas *lock)
{
	for (int rest = TTAS_LEAST; !ttas_try(lock);) {
		for (int i = 0; i < rest; i++)
			relax();
		rest = rest < TTAS_MOST ? 2 * rest : TTAS_MOST;
	}
}

/* Release: nothing that we did inside may move behind this. */
static inline void ttas_unlock(struct ttas *lock)
{
	atomic_store_explicit(&lock->taken, 0, memory_order_release);
}

#endif
