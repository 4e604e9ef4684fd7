/*
 * sharded.h: a counter that is split so that those who add to it do not meet.
 *
 * Every worker adds to a shard of its own, each on a cache line of its own; a reader adds up all
 * shards (P. McKenney, "Is Parallel Programming Hard, And, If So, What Can You Do About It?",
 * chapter "Counting", statistical counters). What a reader gets while others add is a value between that at
 * its begin and that at its end: fine for statistics, wrong for a limit.
 *
 *   struct sharded counter = {0};
 *   sharded_add(&counter, worker, 1); ... sharded_read(&counter)
 */
#ifndef LAB04_LOCKS_SHARDED_H
#define LAB04_LOCKS_SHARDED_H

#include <stdalign.h>
#include <stdatomic.h>

#define SHARDED_SHARDS 64

struct sharded {
	struct {
		alignas(64) _Atomic long count;
	} shard[SHARDED_SHARDS];
};

/* Workers whose numbers differ by SHARDED_SHARDS share a shard, hence the atomic addition. */
static inline void sharded_add(struct sharded *counter, int worker, long amount)
{
	atomic_fetch_add_explicit(&counter->shard[worker % SHARDED_SHARDS].count, amount,
				  memory_order_relaxed);
}

/* Relaxed: a sum tells how many there were, and orders nothing. */
static inline long sharded_read(struct sharded *counter)
{
	long sum = 0;

	for (int i = 0; i < SHARDED_SHARDS; i++)
		sum += atomic_load_explicit(&counter->shard[i].count, memory_order_relaxed);
	return sum;
}

#endif
