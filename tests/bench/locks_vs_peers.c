/*
 * locks_vs_peers.c: lab04's locks against those of others, all in the same minutes of the same
 * machine: our futex mutex and pthread's; ticket and MCS of ours and of Concurrency Kit (libck);
 * and what becomes of a fair lock when threads exceed cores.
 * Links: -lck
 *
 *   make build/bin/bench-locks && build/bin/bench-locks           a minute or two
 *   build/bin/bench-locks --smoke                                 a second: does it run at all?
 *
 * Prints one row a comparison, separated by tabs: name, ours and peer (ns a turn), ratio with its
 * 95 % interval, target, verdict; lines that begin with # are remarks. A batch lets so many threads
 * take turns for a fixed time, since a lock that collapses would take hours for a fixed number. In
 * the over-subscribed rows a section takes a microsecond, about as long as it takes to switch
 * threads: with less the row would tell of the kernel only. Ends in status 0 when the ratios reach
 * the targets, 1 when not, 2 when it could not measure.
 */
#include "base/child.h"
#include "base/die.h"
#include "base/term.h"
#include "../../labs/lab04-locks/locks/futex_mutex.h"
#include "../../labs/lab04-locks/locks/mcs.h"
#include "../../labs/lab04-locks/locks/parking_ticket.h"
#include "../../labs/lab04-locks/locks/ticket.h"
#include "measure/clock.h"
#include "measure/compare.h"
#include "measure/machine.h"

#include <ck_spinlock.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MOST_THREADS 8
#define ITERATIONS 1000 /* nominal: a batch lasts a fixed time and is scaled to so many turns */
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
} all = {.pthread = PTHREAD_MUTEX_INITIALIZER, .ck_ticket = CK_SPINLOCK_TICKET_INITIALIZER};

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

/* ---- the comparisons ------------------------------------------------------------------------- */

struct contender {
	const char *name;
	void (*turns)(struct counted *me);
	int threads;
};

/* Ours, and the peer that the target is about. */
struct comparison {
	const char *name;
	double target; /* ours over the peer's, at most; 0: only to be seen */
	bool is_long;  /* the section */
	struct contender of[2];
};

static const struct comparison comparisons[] = {
	{"mutex, 1 thread (pthread)",
	 0.90,
	 false,
	 {{"futex_mutex", futex_turns, 1}, {"pthread_mutex", pthread_turns, 1}}},
	{"mutex, 2 threads (pthread)",
	 1.10,
	 false,
	 {{"futex_mutex", futex_turns, 2}, {"pthread_mutex", pthread_turns, 2}}},
	{"mutex, 4 threads (pthread)",
	 1.10,
	 false,
	 {{"futex_mutex", futex_turns, 4}, {"pthread_mutex", pthread_turns, 4}}},
	{"mutex, 8 threads (pthread)",
	 1.10,
	 false,
	 {{"futex_mutex", futex_turns, 8}, {"pthread_mutex", pthread_turns, 8}}},
	{"ticket, 1 thread (libck)",
	 1.05,
	 false,
	 {{"ticket", ticket_turns, 1}, {"ck_spinlock_ticket", ck_ticket_turns, 1}}},
	{"MCS, 1 thread (libck)",
	 1.05,
	 false,
	 {{"mcs", mcs_turns, 1}, {"ck_spinlock_mcs", ck_mcs_turns, 1}}},
	{"fair lock, 8 threads (itself at 1)",
	 5,
	 true,
	 {{"parking_ticket", parking_turns, 8}, {"parking_ticket", parking_turns, 1}}},
	{"fair lock, 8 threads (libck ticket at 8)",
	 0.05,
	 true,
	 {{"parking_ticket", parking_turns, 8}, {"ck_spinlock_ticket", ck_ticket_turns, 8}}},
};

enum { COMPARISONS = sizeof comparisons / sizeof *comparisons };

/* ---- the measured process -------------------------------------------------------------------- */

static struct {
	const struct contender *who;
	pthread_barrier_t start;
	struct counted of[MOST_THREADS];
} crowd;

static void *take_turns(void *number)
{
	pthread_barrier_wait(&crowd.start);
	crowd.who->turns(&crowd.of[(intptr_t)number]);
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

	for (int i = 0; i < crowd.who->threads; i++)
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

static double run_crowd(const struct contender *who, long milliseconds)
{
	pthread_t thread[MOST_THREADS];
	double ns;

	crowd.who = who;
	atomic_store(&all.stopped, false);
	if (pthread_barrier_init(&crowd.start, NULL, (unsigned)who->threads) != 0)
		die_user("no barrier");
	for (int i = 0; i < who->threads; i++)
		if (pthread_create(&thread[i], NULL, take_turns, (void *)(intptr_t)i) != 0)
			die_user("no %d threads: is there a limit? See ulimit -u", who->threads);
	ns = time_a_turn(milliseconds);
	atomic_store(&all.stopped, true);
	for (int i = 0; i < who->threads; i++)
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

/* Each question is "COMPARISON CASE MILLISECONDS", each answer nanoseconds a turn. */
static int answer(void)
{
	int comparison, which;
	long milliseconds, steps = steps_for(LONG_SECTION_NS);

	ck_spinlock_mcs_init(&all.ck_mcs);
	while (scanf("%d %d %ld", &comparison, &which, &milliseconds) == 3) {
		BUG_UNLESS(comparison >= 0 && comparison < COMPARISONS);
		BUG_UNLESS(which >= 0 && which < 2);
		all.section = comparisons[comparison].is_long ? steps : 0;
		printf("%.3f\n", run_crowd(&comparisons[comparison].of[which], milliseconds));
		fflush(stdout);
	}
	return 0;
}

/* ---- the measuring process ------------------------------------------------------------------- */

struct bench {
	int comparison;
	long milliseconds; /* of a batch */
	bool is_started;
	struct child child;
};

static void stop(struct bench *bench)
{
	if (bench->is_started)
		child_stop(&bench->child, 1000);
	bench->is_started = false;
}

static int launch(void *context, int number)
{
	char *argv[] = {"/proc/self/exe", "--answer", NULL};
	struct bench *bench = context;

	(void)number;
	stop(bench);
	if (child_start(&bench->child, argv, NULL) != 0)
		return -1;
	bench->is_started = true;
	return 0;
}

static double batch(void *context, int which, long iterations)
{
	struct bench *bench = context;
	char question[64], reply[64];

	snprintf(question, sizeof question, "%d %d %ld", bench->comparison, which,
		 bench->milliseconds);
	if (child_ask(&bench->child, question, reply, sizeof reply, 60000) != 0)
		return -1;
	return strtod(reply, NULL) * (double)iterations;
}

static void progress(void *context, int done, int total)
{
	const struct bench *bench = context;

	term_progress("%s: %d of %d", comparisons[bench->comparison].name, done, total);
}

static struct compare_plan make_plan(struct bench *bench, bool smoke)
{
	return (struct compare_plan){
		.cases = 2,
		.launches = smoke ? 2 : 10,
		.batches = smoke ? 1 : 8,
		.iterations = ITERATIONS,
		.seed = 1,
		.context = bench,
		.launch = launch,
		.batch = batch,
		.progress = progress,
	};
}

static const char *verdict_of(struct estimate ratio, double target)
{
	if (ratio.high <= target)
		return "reached";
	return ratio.low > target ? "missed" : "not decided";
}

/* Returns false if the target is surely missed. */
static bool print_row(const struct comparison *comparison, const struct compare_result *result)
{
	struct estimate ratio = compare_ratio(result, 0, 1), twin = compare_twin(result);
	const char *verdict = verdict_of(ratio, comparison->target);

	printf("%s\t%.1f\t%.1f\t%.4g\t%.4g\t%.4g\t%.4g\t%s\n", comparison->name,
	       compare_time(result, 0).value, compare_time(result, 1).value, ratio.value, ratio.low,
	       ratio.high, comparison->target, verdict);
	printf("# %s: %s, %s; twin %.3f [%.3f, %.3f]%s\n", comparison->name, comparison->of[0].name,
	       comparison->of[1].name, twin.value, twin.low, twin.high,
	       result->noisy ? "; the machine was busy" : "");
	fflush(stdout);
	return ratio.low <= comparison->target;
}

/* A collapsed lock needs many time slices until anything can be said. */
static bool run_comparison(int number, bool smoke)
{
	const struct comparison *comparison = &comparisons[number];
	struct bench bench = {.comparison = number,
			      .milliseconds = smoke		    ? 3
					      : comparison->is_long ? 60
								    : 20};
	struct compare_plan plan = make_plan(&bench, smoke);
	struct compare_result result;
	int status = compare_run(&plan, &result);
	bool reached;

	stop(&bench);
	term_progress_end();
	if (status != 0)
		die_user("%s: the measured process gave up", comparison->name);
	reached = print_row(comparison, &result);
	compare_free(&result);
	return reached;
}

static void print_machine(void)
{
	struct machine machine;
	char line[512];

	machine_read(&machine);
	machine_line(&machine, line, sizeof line);
	printf("# %s\n", line);
}

int main(int argc, char **argv)
{
	bool smoke = argc == 2 && strcmp(argv[1], "--smoke") == 0, reached = true;

	if (argc == 2 && strcmp(argv[1], "--answer") == 0)
		return answer();
	if (argc > 1 && !smoke)
		die_user("there is no '%s': run it without, or with --smoke", argv[1]);
	print_machine();
	printf("name\tours\tpeer\tratio\tlow\thigh\ttarget\tverdict\n");
	for (int i = 0; i < COMPARISONS; i++)
		reached &= run_comparison(i, smoke);
	if (smoke)
		printf("# This was a smoke test: the figures above mean nothing.\n");
	return smoke || reached ? 0 : 1;
}
