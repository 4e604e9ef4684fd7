/*
 * lab.c: lab04, what locks cost. The workload, its outcomes, what is timed and claimed.
 *
 * The lock guards a book. Every worker takes its turns, and in each it writes its number on the
 * next free line. If two are at the book at once, they write on the same line, and one entry is
 * missing in the end. After every other turn a worker stands in line again before it leaves. After
 * the others it lets somebody else run when it is in line: so it holds a place and may be without a
 * core when its turn comes, which happens to everybody when there are more workers than cores.
 *
 * Two numbers of workers are for the grader. In a crowd it is written down who came when, so that
 * an overtaking is seen; with three workers and more turns than are explored, the first holder
 * keeps the lock for long once, and whoever waits a certain time only is found out.
 */
#include "api.h"

#include "base/die.h"
#include "lab/lab.h"
#include "measure/clock.h"
#include "tsan/inside.h"

#include <stdalign.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#define CROWD 32 /* from so many workers on it is looked at who overtakes whom */
#define FEW 10	 /* turns: so few that every interleaving may be tried */
#define PATIENT 3
#define PATIENCE_CPU_NS \
	40000000	      /* the first holder keeps the lock until others have had so much, */
#define PATIENCE_NS 150000000 /* or, if they sleep, for so long */

/* When a worker began to arrive, and when it had arrived, in the order of all. */
struct arrival {
	long began, ended;
};

struct state {
	int workers, ops;
	alignas(64) unsigned char lock[FAIR_LOCK_ROOM];
	alignas(64) long lines; /* of the book that are written on */
	alignas(64) atomic_long arrivals;
	alignas(64) int book[]; /* behind it, in a crowd: the arrivals, by worker and turn */
};

enum { COMPLETE, LOST, OVERTAKEN };

static struct fair_lock *lock_of(struct state *state)
{
	return (struct fair_lock *)state->lock;
}

static bool is_crowd(int workers)
{
	return workers >= CROWD;
}

static size_t book_bytes(int workers, long ops)
{
	size_t bytes = (size_t)workers * (size_t)ops * sizeof(int);

	return (bytes + 63) & ~(size_t)63;
}

static struct arrival *arrival_of(const struct state *state, int worker, int turn)
{
	struct arrival *arrivals =
		(struct arrival *)(void *)((char *)(uintptr_t)state->book +
					   book_bytes(state->workers, state->ops));

	return &arrivals[(size_t)worker * (size_t)state->ops + (size_t)turn];
}

static size_t state_size(int workers, long ops)
{
	if (fair_lock_size > FAIR_LOCK_ROOM)
		die_user("struct fair_lock has %zu bytes: at most %d fit", fair_lock_size,
			 FAIR_LOCK_ROOM);
	if (workers > FAIR_LOCK_WORKERS)
		die_user("%d workers: this lab's locks are for at most %d", workers,
			 FAIR_LOCK_WORKERS);
	return sizeof(struct state) + book_bytes(workers, ops) +
	       (is_crowd(workers) ? (size_t)workers * (size_t)ops * sizeof(struct arrival) : 0);
}

/* Not for the fix: all but the lock. */
static void withhold(const void *memory, int workers, long ops, lab_forbid *forbid)
{
	const struct state *state = memory;
	const char *end = (const char *)state + state_size(workers, ops);

	forbid(state, offsetof(struct state, lock));
	forbid(&state->lines, (size_t)(end - (const char *)&state->lines));
}

static void init(void *memory, int workers, long ops)
{
	struct state *state = memory;

	state->workers = workers;
	state->ops = (int)ops;
	fair_lock_init(lock_of(state));
}

static long arrive(struct state *state, int worker, int turn)
{
	struct arrival *arrival;
	long place;

	if (!is_crowd(state->workers))
		return fair_lock_arrive(lock_of(state), worker);
	arrival = arrival_of(state, worker, turn);
	arrival->began = atomic_fetch_add(&state->arrivals, 1);
	place = fair_lock_arrive(lock_of(state), worker);
	arrival->ended = atomic_fetch_add(&state->arrivals, 1);
	return place;
}

/* DOC: in line without a core */
static long stand_in_line(struct state *state, int worker, int turn)
{
	long place = arrive(state, worker, turn);

	task_pause();
	return place;
}

static int64_t others_cpu_ns(void)
{
	struct timespec all, own;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &all);
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &own);
	return (all.tv_sec - own.tv_sec) * INT64_C(1000000000) + all.tv_nsec - own.tv_nsec;
}

/* By what others have had of the cores, so that it is no shorter for them on a busy machine. */
static void dawdle(void)
{
	const struct timespec nap = {.tv_nsec = 1000000};
	int64_t start = clock_ns(), had = others_cpu_ns();

	while (others_cpu_ns() - had < PATIENCE_CPU_NS && clock_ns() - start < PATIENCE_NS)
		nanosleep(&nap, NULL);
}

static bool is_long_turn(const struct state *state, int turn)
{
	return state->workers == PATIENT && state->ops >= FEW && turn == 0 && state->lines == 0;
}

/* DOC: the critical section */
static void sign(struct state *state, int worker, int turn)
{
	long line = state->lines;

	if (is_long_turn(state, turn))
		dawdle();
	state->book[line] = worker + 1;
	state->lines = line + 1;
}

static void work(void *memory, int worker)
{
	struct state *state = memory;
	struct fair_lock *lock = lock_of(state);
	long place = stand_in_line(state, worker, 0);

	for (int turn = 0; turn < state->ops; turn++) {
		bool more = turn + 1 < state->ops, early = more && turn % 2 == 0;
		long next = 0;

		fair_lock_wait(lock, place);
		sign(state, worker, turn);
		if (early)
			next = arrive(state, worker, turn + 1);
		fair_lock_leave(lock, place);
		if (more && !early)
			next = stand_in_line(state, worker, turn + 1);
		place = next;
	}
}

static double harm(const void *memory)
{
	const struct state *state = memory;

	return (double)((long)state->workers * state->ops - state->lines);
}

/* Was anybody served after one who began to arrive when it had arrived? */
static bool is_overtaken(const struct state *state)
{
	int turns[FAIR_LOCK_WORKERS] = {0};
	long latest = -1;

	for (long line = 0; line < state->lines; line++) {
		int worker = state->book[line] - 1;
		const struct arrival *arrival = arrival_of(state, worker, turns[worker]++);

		if (arrival->ended < latest)
			return true;
		latest = arrival->began > latest ? arrival->began : latest;
	}
	return false;
}

static int outcome(const void *memory)
{
	const struct state *state = memory;

	if (harm(memory) != 0)
		return LOST;
	return is_crowd(state->workers) && is_overtaken(state) ? OVERTAKEN : COMPLETE;
}

INSIDE_RAW static const char *locate(const void *memory, const void *address)
{
	const struct state *state = memory;
	const unsigned char *byte = address;

	if (byte >= state->lock && byte < state->lock + FAIR_LOCK_ROOM)
		return "the lock";
	if (byte >= (const unsigned char *)&state->lines &&
	    byte < (const unsigned char *)state->book)
		return "the number of lines";
	return byte >= (const unsigned char *)state->book ? "the book" : NULL;
}

static const struct lab_outcome outcomes[] = {
	[COMPLETE] = {"complete", LAB_EXPECTED, "every turn of every worker is in the book"},
	[LOST] = {"lost", LAB_FORBIDDEN, "two were at the book at once: entries are missing"},
	[OVERTAKEN] = {"overtaken", LAB_FORBIDDEN,
		       "somebody was served before one who had arrived before it came"},
	{NULL, 0, NULL},
};

static const struct lab_scene scenes[] = {
	{"variants/unlocked", "No lock at all", "serial threads processes coroutines"},
	{"broken", "A flag: look whether it is free, then take it", "serial threads processes"},
	{"variants/mutex", "A pthread mutex", "threads processes"},
	{"variants/ttas", "A spinlock", "threads processes"},
	{"solution", "The solution: numbers are drawn, and waiters yield", "threads processes"},
	{NULL, NULL, NULL},
};

static const struct lab_scene detection[] = {
	{"broken", "A flag that is no atomic is shared data like any other.", "threads"},
	{"solution", "Nothing to report.", "threads"},
	{NULL, NULL, NULL},
};

static const struct lab_exploration explorations[] = {
	{"broken", "Two see a free lock", 2, 1},
	{"solution", "The solution, under every schedule there is", 3, 1},
	{"variants/mcs", "A queue of waiters, each with a word of its own", 2, 2},
	{NULL, NULL, 0, 0},
};

/* What an experiment found of one lock, at so many workers. */
#define AT(which, how, lock, other, workers) \
	.kind = how, .experiment = which, .subject = lock, .than = other, .at = workers

static const struct lab_claim claims[] = {
	{.text = "Looking and then taking is no lock: two see that it is free",
	 .condition =
		 {{.kind = LAB_SEEN, .variant = "broken", .model = "threads", .outcome = "lost"},
		  {.kind = LAB_SEEN,
		   .variant = "broken",
		   .model = "processes",
		   .outcome = "lost"}}},
	{.text = "A lock of atomics in shared memory excludes threads and processes alike",
	 .condition = {{.kind = LAB_ALWAYS,
			.variant = "solution",
			.model = "threads",
			.outcome = "complete"},
		       {.kind = LAB_ALWAYS,
			.variant = "solution",
			.model = "processes",
			.outcome = "complete"}}},
	{.text = "Correctness costs: a locked addition takes more than twice as long as a wrong "
		 "one",
	 .condition = {{AT("counter", LAB_RATIO_ABOVE, "pthread mutex", "unlocked (wrong)", 1),
			.limit = 2}}},
	{.text = "Locks that serve in order and only spin collapse when threads exceed cores",
	 .condition = {{AT("threads", LAB_RATIO_ABOVE, "ticket", "ticket", 8), .than_at = 1,
			.limit = 100},
		       {AT("threads", LAB_RATIO_ABOVE, "MCS", "MCS", 8), .than_at = 1,
			.limit = 100}}},
	{.text = "It is not the order: with waiters that give their core away it is ten times "
		 "better",
	 .condition = {{AT("threads", LAB_RATIO_BELOW, "parking ticket", "ticket", 8),
			.limit = 0.1}}},
	{.text = "A mutex is unfair: one thread gets less than half of another's turns; in order, "
		 "all get "
		 "theirs",
	 .condition = {{AT("threads", LAB_VALUE_BELOW, "pthread mutex", NULL, 8),
			.measure = "least share", .limit = 0.5},
		       {AT("threads", LAB_VALUE_ABOVE, "parking ticket", NULL, 8),
			.measure = "least share", .limit = 0.9}}},
	{.text = "What is not shared need not be locked: a sharded counter beats an atomic one",
	 .condition = {{AT("counter", LAB_RATIO_BELOW, "sharded", "atomic", 8), .limit = 1}}},
	{.text = "More locks are not faster: hand over hand takes longer than one big lock",
	 .condition = {{AT("list", LAB_RATIO_ABOVE, "hand over hand", "one big lock", 8),
			.limit = 1}}},
	{.text = NULL},
};

const struct lab lab = {
	.title = "What locks cost",
	.about = "Workers sign a book, one line a turn, and a lock lets one of them at it at a "
		 "time. "
		 "Without it, entries go missing; with it, they wait for each other. How long "
		 "depends "
		 "on the lock, on the length of the section, and above all on whether there is a "
		 "core "
		 "for everyone who waits.",
	.workers = 4,
	.ops = 20000,
	.quick_ops = 20000,
	.most_ops = 100000,
	.state_size = state_size,
	.init = init,
	.withhold = withhold,
	.work = work,
	.outcome = outcome,
	.harm = harm,
	.harm_unit = "entries missing",
	.locate = locate,
	.outcomes = outcomes,
	.scenes = scenes,
	.detection = detection,
	.explorations = explorations,
	.claims = claims,
};
