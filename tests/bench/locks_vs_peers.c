/*
 * locks_vs_peers.c: lab04's locks beside those of others: our futex mutex and pthread's; ticket and
 * MCS of ours and of Concurrency Kit; and what becomes of a fair lock when threads exceed cores.
 * Links: -lck
 *
 *   make build/bin/bench-locks && build/bin/bench-locks
 *
 * A batch lets so many threads take turns for a fixed time, and is scaled to the number of turns
 * asked for: a lock that collapses would take hours for these. In the over-subscribed rows a
 * section takes a microsecond, about as long as it takes to switch threads: with less, a lock that
 * serves in order costs a switch a turn whatever it does, and the row would tell of the kernel only.
 */
#include "bench/contest.h"

#include "base/die.h"
#include "../../labs/lab04-locks/locks/futex_mutex.h"
#include "../../labs/lab04-locks/locks/mcs.h"
#include "../../labs/lab04-locks/locks/parking_ticket.h"
#include "../../labs/lab04-locks/locks/ticket.h"
#include "measure/clock.h"

#include <ck_spinlock.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <time.h>

#define MOST_THREADS 8
#define COUNT 1000
#define SHORT_MS 20
#define LONG_MS 60 /* a collapsed lock needs some time slices until anything can be said */
#define LONG_SECTION_NS 1000

/* ---- what is measured ------------------------------------------------------------------------ */

/* Each on lines of its own, so that none disturbs another. */
static struct {
	_Alignas(128) struct futex_mutex futex;
	_Alignas(128) pthread_mutex_t pthread;
	_Alignas(128) struct ticket ticket;
	_Alignas(128) struct mcs mcs;
	_Alignas(128) ck_spinlock_ticket_t ck_ticket;
	_Alignas(128) ck_spinlock_mcs_t ck_mcs;
	_Alignas(128) struct parking_ticket parking;
	_Alignas(128) long counter; /* what the locks guard */
	_Alignas(128) _Atomic bool stopped;
	long section; /* steps of work inside */
} all = {.pthread = PTHREAD_MUTEX_INITIALIZER,
	 .ck_ticket = CK_SPINLOCK_TICKET_INITIALIZER,
	 .ck_mcs = CK_SPINLOCK_MCS_INITIALIZER};

/* So many dependent steps, which no compiler can shorten. */
static inline void work(long steps)
{
	for (long i = 0; i < steps; i++)
		__asm__ volatile("" ::: "memory");
}

static inline bool is_stopped(void)
{
	return atomic_load_explicit(&all.stopped, memory_order_relaxed);
}

static inline void section(void)
{
	all.counter++;
	if (all.section)
		work(all.section);
}

/* Each thread counts on a line of its own. */
struct counted {
	_Alignas(128) _Atomic long turns;
};

static inline void count_turn(struct counted *me)
{
	long turns = atomic_load_explicit(&me->turns, memory_order_relaxed);

	atomic_store_explicit(&me->turns, turns + 1, memory_order_relaxed);
}

typedef void turns_body(struct counted *me);

/* Take turns until stopped. Each lock in a loop of its own, to be inlined. */
static void futex_turns(struct counted *me)
{
	while (!is_stopped()) {
		futex_mutex_lock(&all.futex);
		section();
		futex_mutex_unlock(&all.futex);
		count_turn(me);
	}
}

static void pthread_turns(struct counted *me)
{
	while (!is_stopped()) {
		pthread_mutex_lock(&all.pthread);
		section();
		pthread_mutex_unlock(&all.pthread);
		count_turn(me);
	}
}

static void ticket_turns(struct counted *me)
{
	while (!is_stopped()) {
		ticket_lock(&all.ticket);
		section();
		ticket_unlock(&all.ticket);
		count_turn(me);
	}
}

static void ck_ticket_turns(struct counted *me)
{
	while (!is_stopped()) {
		ck_spinlock_ticket_lock(&all.ck_ticket);
		section();
		ck_spinlock_ticket_unlock(&all.ck_ticket);
		count_turn(me);
	}
}

static void mcs_turns(struct counted *me)
{
	struct mcs_node node;

	while (!is_stopped()) {
		mcs_lock(&all.mcs, &node);
		section();
		mcs_unlock(&all.mcs, &node);
		count_turn(me);
	}
}

static void ck_mcs_turns(struct counted *me)
{
	_Alignas(64) ck_spinlock_mcs_context_t node;

	while (!is_stopped()) {
		ck_spinlock_mcs_lock(&all.ck_mcs, &node);
		section();
		ck_spinlock_mcs_unlock(&all.ck_mcs, &node);
		count_turn(me);
	}
}

static void parking_turns(struct counted *me)
{
	while (!is_stopped()) {
		parking_ticket_lock(&all.parking);
		section();
		parking_ticket_unlock(&all.parking);
		count_turn(me);
	}
}

/* ---- a crowd that takes turns ---- */

static struct {
	turns_body *turns;
	int threads;
	pthread_barrier_t start;
	struct counted of[MOST_THREADS];
} crowd;

static void *take_turns(void *number)
{
	pthread_barrier_wait(&crowd.start);
	crowd.turns(&crowd.of[(intptr_t)number]);
	return NULL;
}

static void sleep_for(long milliseconds)
{
	struct timespec time = {milliseconds / 1000, milliseconds % 1000 * 1000000};

	while (nanosleep(&time, &time) != 0)
		;
}

static long count_turns(void)
{
	long turns = 0;

	for (int i = 0; i < crowd.threads; i++)
		turns += atomic_load_explicit(&crowd.of[i].turns, memory_order_relaxed);
	return turns;
}

/*
 * Nanoseconds a turn; if there was none, at least so many. The first third does not count: as long
 * as the first time slices last, those that have a core take turns as if there were no others.
 */
static double time_a_turn(long milliseconds)
{
	int64_t begun;
	long before, turns;

	sleep_for(milliseconds / 3);
	begun = clock_ns();
	before = count_turns();
	sleep_for(milliseconds - milliseconds / 3);
	turns = count_turns() - before;
	return (double)(clock_ns() - begun) / (double)(turns > 0 ? turns : 1);
}

static double run_crowd(turns_body *turns, int threads, long milliseconds)
{
	pthread_t thread[MOST_THREADS];
	double ns;

	crowd.turns = turns;
	crowd.threads = threads;
	atomic_store(&all.stopped, false);
	if (pthread_barrier_init(&crowd.start, NULL, (unsigned)threads) != 0)
		die_user("no barrier");
	for (int i = 0; i < threads; i++)
		if (pthread_create(&thread[i], NULL, take_turns, (void *)(intptr_t)i) != 0)
			die_user("no %d threads: is there a limit? See ulimit -u", threads);
	ns = time_a_turn(milliseconds);
	atomic_store(&all.stopped, true);
	for (int i = 0; i < threads; i++)
		pthread_join(thread[i], NULL);
	pthread_barrier_destroy(&crowd.start);
	return ns;
}

/* How many steps of work take so long. */
static long steps_for(double ns)
{
	const long steps = 1000000;
	double best = 1e18;

	for (int i = 0; i < 5; i++) {
		int64_t start = clock_ns();

		work(steps);
		best = (double)(clock_ns() - start) < best ? (double)(clock_ns() - start) : best;
	}
	return (long)(ns * (double)steps / best);
}

/* ---- the contests ---- */

static double brief(turns_body *turns, int threads, long count)
{
	all.section = 0;
	return run_crowd(turns, threads, SHORT_MS) * (double)count;
}

static double at_length(turns_body *turns, int threads, long count)
{
	static long steps;

	if (steps == 0)
		steps = steps_for(LONG_SECTION_NS);
	all.section = steps;
	return run_crowd(turns, threads, LONG_MS) * (double)count;
}

/* A contest's function: this lock, so many threads. */
#define CROWD(name, how, turns, threads)           \
	static double name(long count)             \
	{                                          \
		return how(turns, threads, count); \
	}

CROWD(futex_1, brief, futex_turns, 1)
CROWD(futex_2, brief, futex_turns, 2)
CROWD(futex_4, brief, futex_turns, 4)
CROWD(futex_8, brief, futex_turns, 8)
CROWD(pthread_1, brief, pthread_turns, 1)
CROWD(pthread_2, brief, pthread_turns, 2)
CROWD(pthread_4, brief, pthread_turns, 4)
CROWD(pthread_8, brief, pthread_turns, 8)
CROWD(ticket_1, brief, ticket_turns, 1)
CROWD(ck_ticket_1, brief, ck_ticket_turns, 1)
CROWD(mcs_1, brief, mcs_turns, 1)
CROWD(ck_mcs_1, brief, ck_mcs_turns, 1)
CROWD(parking_1, at_length, parking_turns, 1)
CROWD(parking_8, at_length, parking_turns, 8)
CROWD(ck_ticket_8, at_length, ck_ticket_turns, 8)

static const struct contest contests[] = {
	{.name = "mutex, 1 thread (pthread)",
	 .ours = {"futex_mutex", futex_1},
	 .peer = {"pthread_mutex", pthread_1},
	 .target = 0.90,
	 .count = COUNT},
	{.name = "mutex, 2 threads (pthread)",
	 .ours = {"futex_mutex", futex_2},
	 .peer = {"pthread_mutex", pthread_2},
	 .target = 1.10,
	 .count = COUNT},
	{.name = "mutex, 4 threads (pthread)",
	 .ours = {"futex_mutex", futex_4},
	 .peer = {"pthread_mutex", pthread_4},
	 .target = 1.10,
	 .count = COUNT},
	{.name = "mutex, 8 threads (pthread)",
	 .ours = {"futex_mutex", futex_8},
	 .peer = {"pthread_mutex", pthread_8},
	 .target = 1.10,
	 .count = COUNT},
	{.name = "ticket, 1 thread (libck)",
	 .ours = {"ticket", ticket_1},
	 .peer = {"ck_spinlock_ticket", ck_ticket_1},
	 .target = 1.05,
	 .count = COUNT},
	{.name = "MCS, 1 thread (libck)",
	 .ours = {"mcs", mcs_1},
	 .peer = {"ck_spinlock_mcs", ck_mcs_1},
	 .target = 1.05,
	 .count = COUNT},
	{.name = "fair lock, 8 threads (itself at 1)",
	 .ours = {"parking_ticket, 8 threads", parking_8},
	 .peer = {"parking_ticket, 1 thread", parking_1},
	 .target = 5,
	 .note = "sections of 1 us; a yield gives the core to whoever wants it, also to others' "
		 "processes",
	 .count = COUNT},
	{.name = "fair lock, 8 threads (libck ticket)",
	 .ours = {"parking_ticket", parking_8},
	 .peer = {"ck_spinlock_ticket", ck_ticket_8},
	 .target = 0.05,
	 .note = "sections of 1 us; what only spins waits for time slices",
	 .count = COUNT},
	{.name = NULL},
};

int main(int argc, char **argv)
{
	return contest_main(argc, argv, contests);
}
