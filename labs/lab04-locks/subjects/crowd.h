/*
 * crowd.h: some workers, threads or processes, that take turns at something for a fixed time.
 *
 *   struct crowd *crowd = crowd_open(sample);       NULL: refused, and the sample says so
 *   crowd->workers = 4; crowd->section = crowd_steps(100); ...
 *   crowd_measure(crowd, turns, sample);
 *   crowd_close(crowd);
 *
 * A fixed time and not a fixed number of turns: a lock that collapses would take hours for these.
 * And after a while to warm up: as long as the workers' first time slices last, those that have a core
 * take millions of turns, and nothing is to be seen of what happens to one that has none.
 */
#ifndef LAB04_SUBJECTS_CROWD_H
#define LAB04_SUBJECTS_CROWD_H

#include "lab/bench.h"
#include "locks/futex_mutex.h"
#include "locks/mcs.h"
#include "locks/parking_ticket.h"
#include "locks/sharded.h"
#include "locks/sorted_list.h"
#include "locks/ticket.h"
#include "locks/ttas.h"
#include "measure/clock.h"

#include <pthread.h>
#include <stdalign.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#define CROWD_MOST 16
#define CROWD_NODES 128 /* of the list */

/* The order of the extras in a sample. */
enum { CROWD_LEAST_SHARE, CROWD_LONGEST_WAIT };

/* What one worker writes, on cache lines of its own. */
struct crowd_worker {
	alignas(128) _Atomic long turns;
	_Atomic int64_t longest; /* it waited for a turn, ns; if asked for */
	_Atomic int64_t since;	 /* when it began to wait; 0: it does not */
	struct mcs_node node;
	struct sorted_node own; /* what it puts into the list and takes out */
	_Atomic long found;	/* so that no compiler thinks it looked for nothing */
};

/* All that workers share, in memory that processes can share, each thing on lines of its own. */
struct crowd {
	int workers;
	bool are_processes,
		is_timed;   /* timed: note how long they waited, at the price of a clock */
	int read_share;	    /* percent of the turns that only read */
	long section, rest; /* steps of work inside and outside */
	alignas(128) _Atomic int present;
	alignas(128) _Atomic bool stopped;
	alignas(128) volatile long counter; /* what the locks guard */
	alignas(128) _Atomic long atomic_counter;
	struct sharded sharded;
	alignas(128) pthread_mutex_t mutex;
	alignas(128) pthread_mutex_t adaptive;
	alignas(128) pthread_spinlock_t spin;
	alignas(128) pthread_rwlock_t rwlock;
	alignas(128) struct ttas ttas;
	alignas(128) struct ticket ticket;
	alignas(128) struct mcs mcs;
	alignas(128) struct futex_mutex futex;
	struct parking_ticket parking;
	struct sorted_list list;
	struct sorted_node nodes[CROWD_NODES];
	struct crowd_worker worker[CROWD_MOST];
};

/* What each worker does: turn after turn until crowd->stopped. */
typedef void crowd_turns(struct crowd *crowd, int worker);

/* All locks free, one worker, nothing inside. */
struct crowd *crowd_open(struct lab_sample *sample);
void crowd_close(struct crowd *crowd);

/* Fills in the value, nanoseconds a turn, and the extras. */
void crowd_measure(struct crowd *crowd, crowd_turns *turns, struct lab_sample *sample);

/* How many steps of crowd_work take so long here. */
long crowd_steps(long ns);

/* Dependent steps, which no compiler can shorten. */
static inline void crowd_work(long steps)
{
	for (long i = 0; i < steps; i++)
		__asm__ volatile("" ::: "memory");
}

static inline bool crowd_is_over(struct crowd *crowd)
{
	return atomic_load_explicit(&crowd->stopped, memory_order_relaxed);
}

static inline void crowd_count_turn(struct crowd_worker *me)
{
	long turns = atomic_load_explicit(&me->turns, memory_order_relaxed);

	atomic_store_explicit(&me->turns, turns + 1, memory_order_relaxed);
}

static inline void crowd_begin_wait(struct crowd_worker *me)
{
	atomic_store_explicit(&me->since, clock_ns(), memory_order_relaxed);
}

static inline void crowd_end_wait(struct crowd_worker *me)
{
	int64_t wait = clock_ns() - atomic_load_explicit(&me->since, memory_order_relaxed);

	if (wait > atomic_load_explicit(&me->longest, memory_order_relaxed))
		atomic_store_explicit(&me->longest, wait, memory_order_relaxed);
	atomic_store_explicit(&me->since, 0, memory_order_relaxed);
}

/* Inside a section: the work, and the counter. Two at once lose one of their additions. */
static inline void crowd_section(struct crowd *crowd)
{
	crowd->counter = crowd->counter + 1;
	crowd_work(crowd->section);
}

/* ---- what workers take turns at (subjects/turns_*.c) ---- */

crowd_turns turns_unlocked, turns_mutex, turns_adaptive, turns_spin, turns_ttas, turns_ticket,
	turns_mcs, turns_futex, turns_parking, turns_rwlock;
crowd_turns turns_mutex_read, turns_futex_read, turns_rwlock_read;
crowd_turns turns_atomic, turns_sharded;
crowd_turns turns_list_coarse, turns_list_fine;

#endif
