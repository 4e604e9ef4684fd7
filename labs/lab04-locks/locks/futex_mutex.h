/*
 * futex_mutex.h: a mutex that spins for a moment and then sleeps.
 *
 * U. Drepper, "Futexes Are Tricky", 2011, section 6 (the third mutex): one word, 0 free, 1 taken,
 * 2 taken and perhaps somebody sleeps. Nobody enters the kernel while nobody waits. The short spin
 * before sleeping is Ousterhout's (two-phase waiting; "Scheduling Techniques for Concurrent
 * Systems", ICDCS 1982): a section shorter than two context switches is cheaper to wait out.
 *
 *   struct futex_mutex mutex = {0};       also between processes, in shared memory
 *   futex_mutex_lock(&mutex); ... futex_mutex_unlock(&mutex);
 */
#ifndef LAB04_LOCKS_FUTEX_MUTEX_H
#define LAB04_LOCKS_FUTEX_MUTEX_H

#include "futex.h"
#include "relax.h"

#include <stdatomic.h>
#include <stdbool.h>

/* An exploration sets less, to come to the sleep behind it. */
#ifndef FUTEX_MUTEX_LOOKS
#define FUTEX_MUTEX_LOOKS 6
#endif

struct futex_mutex {
	_Atomic unsigned word;
};

enum { FUTEX_MUTEX_FREE, FUTEX_MUTEX_TAKEN, FUTEX_MUTEX_WAITED };

static inline void futex_mutex_init(struct futex_mutex *mutex)
{
	atomic_init(&mutex->word, FUTEX_MUTEX_FREE);
}

static inline bool futex_mutex_try(struct futex_mutex *mutex)
{
	unsigned seen = FUTEX_MUTEX_FREE;

	return atomic_compare_exchange_strong_explicit(&mutex->word, &seen, FUTEX_MUTEX_TAKEN,
						       memory_order_acquire, memory_order_relaxed);
}

/*
 * Look again, each time after twice as long: every look takes the cache line from the holder,
 * who needs it to give the mutex back. Not worth it when somebody sleeps already.
 */
static inline bool futex_mutex_spin(struct futex_mutex *mutex)
{
	for (int i = 0; i < FUTEX_MUTEX_LOOKS; i++) {
		unsigned seen = atomic_load_explicit(&mutex->word, memory_order_relaxed);

		if (seen == FUTEX_MUTEX_WAITED)
			return false;
		if (seen == FUTEX_MUTEX_FREE && futex_mutex_try(mutex))
			return true;
		for (int rest = 0; rest < 1 << i; rest++)
			relax();
	}
	return false;
}

/*
 * We cannot know whether others sleep as well, hence we take it as WAITED: at worst our unlock
 * wakes nobody. The exchange both announces us and takes the mutex if it has become free.
 */
__attribute__((noinline, unused)) static void futex_mutex_lock_slowly(struct futex_mutex *mutex)
{
	if (futex_mutex_spin(mutex))
		return;
	while (atomic_exchange_explicit(&mutex->word, FUTEX_MUTEX_WAITED, memory_order_acquire) !=
	       FUTEX_MUTEX_FREE)
		futex_wait(&mutex->word, FUTEX_MUTEX_WAITED);
}

static inline void futex_mutex_lock(struct futex_mutex *mutex)
{
	if (__builtin_expect(!futex_mutex_try(mutex), 0))
		futex_mutex_lock_slowly(mutex);
}

__attribute__((noinline, unused)) static void futex_mutex_wake(struct futex_mutex *mutex)
{
	futex_wake(&mutex->word, 1);
}

/* Release; and in the same step learn whether somebody is to be woken. */
static inline void futex_mutex_unlock(struct futex_mutex *mutex)
{
	if (__builtin_expect(atomic_exchange_explicit(&mutex->word, FUTEX_MUTEX_FREE,
						      memory_order_release) == FUTEX_MUTEX_WAITED,
			     0))
		futex_mutex_wake(mutex);
}

#endif
