/*
 * lab.c: lab10, one lock for a whole interpreter: the workload of the exercise, its outcomes, the claims.
 * What is measured is in bench.c and subjects/.
 *
 * Whoever has the lock writes its number on the next free line of a book, asks who waits, and yields.
 * When it is back, all who waited must have written: else they were passed over. If two are at the book
 * at once, they write on the same line.
 */
#include "api.h"

#include "base/die.h"
#include "lab/lab.h"
#include "tsan/inside.h"

#include <stdalign.h>
#include <stdatomic.h>
#include <stdbool.h>

/* ---- the workload ---- */

struct state {
	int workers;
	long ops;
	alignas(64) unsigned char gil[GIL_ROOM];
	alignas(64) atomic_int come; /* so many workers came for the lock */
	/* What only who has the lock may touch: */
	int had;	/* so many have had it */
	int gone;	/* so many gave it back for good */
	long lines;	/* of the book that are written on */
	long missed;	/* who waited, and was passed over */
	long uncounted; /* a look did not count all who waited */
	alignas(64) int book[];
};

#define MANY 100 /* turns */
#define PATIENCE \
	100000 /* pauses in which one that yields is to be counted; on a busy machine, too */

enum { COMPLETE, UNCOUNTED, PASSED_OVER, LOST };

static struct gil *gil_of(struct state *state)
{
	return (struct gil *)state->gil;
}

/* Turns that a worker lets others have. DOC: some leave early: half of the workers, after half of the turns. */
static long turns_of(int worker, long ops)
{
	return worker % 2 == 0 ? ops : (ops + 1) / 2;
}

/* Each worker writes when it comes, and after each turn that it lets others have. */
static size_t state_size(int workers, long ops)
{
	if (gil_size > GIL_ROOM)
		die_user("struct gil has %zu bytes: at most %d fit", gil_size, GIL_ROOM);
	if (workers > GIL_WORKERS)
		die_user("%d workers: this lab's locks are for at most %d", workers, GIL_WORKERS);
	return sizeof(struct state) + (size_t)workers * (size_t)(ops + 1) * sizeof(int);
}

/* Not for the fix: all but the lock. */
static void withhold(const void *memory, int workers, long ops, lab_forbid *forbid)
{
	const struct state *state = memory;
	const char *end = (const char *)state + state_size(workers, ops);

	forbid(state, offsetof(struct state, gil));
	forbid(&state->come, (size_t)(end - (const char *)&state->come));
}

static void init(void *memory, int workers, long ops)
{
	struct state *state = memory;

	state->workers = workers;
	state->ops = ops;
	gil_init(gil_of(state));
}

static void sign(struct state *state, int worker)
{
	long line = state->lines;

	state->book[line] = worker + 1;
	state->lines = line + 1;
}

/* How many have written since, each counted once? */
static int count_others(const struct state *state, long since)
{
	bool is_in[GIL_WORKERS + 1] = {false};
	int others = 0;

	for (long line = since; line < state->lines; line++) {
		others += !is_in[state->book[line]];
		is_in[state->book[line]] = true;
	}
	return others;
}

/* DOC: nobody is overlooked: who has come for the lock is seen to wait for it, in the end. */
static int expect_others(struct state *state)
{
	int others = atomic_load(&state->come) - state->gone - 1, waiting;

	while ((waiting = gil_waiting(gil_of(state))) < others)
		task_pause();
	return waiting;
}

/*
 * Who has had the lock and is not gone has yielded it: all of these wait, or are about to. Where
 * few turns are asked for, whoever is overlooked is never waited for, which shows (expect_others).
 */
static int count_waiting(struct state *state)
{
	int others = state->had - state->gone - 1, waiting = gil_waiting(gil_of(state));
	bool matters = state->ops >= MANY && state->uncounted == 0; /* one is enough */

	for (int i = 0; matters && i < PATIENCE && waiting < others; i++) {
		task_pause();
		waiting = gil_waiting(gil_of(state));
	}
	state->uncounted += matters && waiting < others;
	return waiting;
}

/*
 * How many wait? DOC: others come meanwhile: with the lock in its hand it lets others run. Every other worker
 * does not ask, and yields all the same.
 */
static int look_round(struct state *state, int worker, long turn)
{
	task_pause();
	if (worker % 2 != 0)
		return 0;
	return turn == 0 && state->ops > 1 ? expect_others(state) : count_waiting(state);
}

/* DOC: a turn for all who wait */
static void let_others(struct state *state, int worker, int waiting)
{
	long line = state->lines;
	int others;

	gil_yield(gil_of(state), worker);
	others = count_others(state, line);
	if (others < waiting)
		state->missed += waiting - others;
	sign(state, worker);
}

static void work(void *memory, int worker)
{
	struct state *state = memory;

	atomic_fetch_add(&state->come, 1);
	gil_take(gil_of(state), worker);
	state->had++;
	sign(state, worker);
	for (long turn = 0; turn < turns_of(worker, state->ops); turn++)
		let_others(state, worker, look_round(state, worker, turn));
	state->gone++;
	gil_give(gil_of(state), worker);
}

static long lost(const struct state *state)
{
	long all = 0;

	for (int worker = 0; worker < state->workers; worker++)
		all += turns_of(worker, state->ops) + 1;
	return all - state->lines;
}

static double harm(const void *memory)
{
	const struct state *state = memory;

	return (double)(state->missed + state->uncounted + lost(state));
}

static int outcome(const void *memory)
{
	const struct state *state = memory;

	if (lost(state) != 0)
		return LOST;
	if (state->missed != 0)
		return PASSED_OVER;
	return state->uncounted != 0 ? UNCOUNTED : COMPLETE;
}

INSIDE_RAW static const char *locate(const void *memory, const void *address)
{
	const struct state *state = memory;
	const unsigned char *byte = address;

	if (byte >= state->gil && byte < state->gil + GIL_ROOM)
		return "the lock";
	if (byte >= (const unsigned char *)&state->lines &&
	    byte < (const unsigned char *)&state->missed)
		return "the number of lines";
	return byte >= (const unsigned char *)state->book ? "the book" : NULL;
}

static const struct lab_outcome outcomes[] = {
	[COMPLETE] = {"complete", LAB_EXPECTED, "all who waited had their turn first"},
	[PASSED_OVER] = {"passed over", LAB_FORBIDDEN,
			 "who gave the lock up had it back before some who were waiting"},
	[UNCOUNTED] = {"uncounted", LAB_FORBIDDEN,
		       "one that had yielded the lock and waited for it was not counted"},
	[LOST] = {"lost", LAB_FORBIDDEN, "two had the lock at once: entries are missing"},
	{NULL, 0, NULL},
};

static const struct lab_scene scenes[] = {
	{"broken", "The lock is a mutex: let it go, and take it again", "serial threads"},
	{"solution", "The solution: the lock passes on, from number to number", "serial threads"},
	{NULL, NULL, NULL},
};

static const struct lab_scene detection[] = {
	{"broken",
	 "The count is looked at without its lock. To be passed over is no race: nothing about "
	 "that.",
	 "threads"},
	{"solution", "Nothing to report.", "threads"},
	{NULL, NULL, NULL},
};

static const struct lab_exploration explorations[] = {
	{"broken", "Let go and taken again, while another one waits", 2, 1},
	{"solution", "The solution, under every schedule there is", 2, 1},
	{NULL, NULL, 0, 0},
};

/* ---- the claims ---- */

/* DOC: cores at work for us. Else what follows says something about others. */
#define GIVEN_BUSY(which, curve, value, cores)                                               \
	{                                                                                    \
		.kind = LAB_GIVEN_ABOVE, .experiment = which, .subject = curve, .at = value, \
		.measure = "cores used", .limit = cores                                      \
	}
#define GIVEN_TWO_CORES                             \
	{                                           \
		.kind = LAB_GIVEN_CORES, .limit = 2 \
	}

/* What one curve took at one value, against another one. */
#define RATIO(how, which, curve, value, other, other_value, times)                              \
	{                                                                                       \
		.kind = how, .experiment = which, .subject = curve, .at = value, .than = other, \
		.than_at = other_value, .limit = times                                          \
	}

#define LOCK_HOLDS_BACK                                                \
	GIVEN_TWO_CORES, GIVEN_BUSY("computing", "one lock", 1, 0.85), \
		GIVEN_BUSY("computing", "one lock", 2, 0.85),          \
		GIVEN_BUSY("computing", "biased counts", 2, 1.5),      \
		RATIO(LAB_RATIO_ABOVE, "computing", "one lock", 2, "one lock", 1, 0.85)

static const struct lab_claim claims[] = {
	{.text = "A mutex that is let go and taken again passes over those who wait; a hand-off "
		 "passes over nobody",
	 .condition = {{.kind = LAB_SEEN,
			.variant = "broken",
			.model = "threads",
			.outcome = "passed over"},
		       {.kind = LAB_ALWAYS,
			.variant = "solution",
			.model = "threads",
			.outcome = "complete"}}},
	{.text = "One lock for all: a second core does not shorten what threads compute",
	 .condition = {LOCK_HOLDS_BACK}},
	{.text = "Without the lock it does, and with an interpreter for each process",
	 .condition = {GIVEN_TWO_CORES, GIVEN_BUSY("computing", "biased counts", 2, 1.5),
		       GIVEN_BUSY("computing", "processes, a lock each", 2, 1.3),
		       RATIO(LAB_RATIO_BELOW, "computing", "biased counts", 2, "biased counts", 1,
			     0.85),
		       RATIO(LAB_RATIO_BELOW, "computing", "processes, a lock each", 2,
			     "processes, a lock each", 1, 0.85)}},
	{.text = "Waits overlap under the lock, if it is given back meanwhile",
	 .condition = {RATIO(LAB_RATIO_BELOW, "waiting", "one lock, given back", 8,
			     "one after another", 8, 0.4),
		       RATIO(LAB_RATIO_ABOVE, "waiting", "one lock, kept", 8,
			     "one lock, given back", 8, 2)}},
	{.text = "To give the lock back is not to let others in: retaken at once, it keeps them "
		 "waiting twice as long as handed over",
	 .condition = {GIVEN_TWO_CORES, GIVEN_BUSY("convoy", "retaken (across cores)", 1000, 0.85),
		       GIVEN_BUSY("convoy", "handed over (across cores)", 1000, 0.85),
		       RATIO(LAB_RATIO_ABOVE, "convoy", "retaken (across cores)", 1000,
			     "handed over (across cores)", 1000, 2)}},
	{.text = "Fair is not soon: who waits for something else often waits an interval for the "
		 "lock each time",
	 .condition = {GIVEN_BUSY("convoy", "handed over (same core)", 200, 0.85),
		       GIVEN_BUSY("convoy", "handed over (same core)", 5000, 0.85),
		       RATIO(LAB_RATIO_ABOVE, "convoy", "handed over (same core)", 5000,
			     "handed over (same core)", 200, 5)}},
	{.text = "Removing the lock costs a single thread, with atomic counts more than with "
		 "biased ones",
	 .condition = {RATIO(LAB_RATIO_ABOVE, "alone", "biased counts", 0, "one lock", 0, 1),
		       RATIO(LAB_RATIO_ABOVE, "alone", "atomic counts", 0, "biased counts", 0, 1)}},
	{.text = "Counting in atomic steps what all threads share takes most of the second core's "
		 "gain "
		 "away again",
	 .condition = {GIVEN_TWO_CORES, GIVEN_BUSY("computing", "atomic counts", 1, 0.85),
		       GIVEN_BUSY("computing", "atomic counts", 2, 1.5),
		       RATIO(LAB_RATIO_ABOVE, "computing", "atomic counts", 2, "atomic counts", 1,
			     0.7)}},
	{.text = NULL},
};

static const struct lab_advice advice[] = {
	{.take = "processes, if the language has one lock for all threads",
	 .situation = LAB_NO_WAITS,
	 .why = "Threads that compute take turns at the lock, however many cores there are.",
	 .condition = {LOCK_HOLDS_BACK}},
	{.take = NULL},
};

const struct lab lab = {
	.title = "One lock for the whole interpreter",
	.about =
		"A toy interpreter counts references to its objects, and one lock sees to it that "
		"one thread at a time does. What do threads bring then, for programs that compute "
		"and for programs that wait? What becomes of a thread that waits often beside one "
		"that computes, and does it matter how the lock is given up? And what does it cost "
		"to do without the lock?",
	.workers = 4,
	.ops = 2000,
	.quick_ops = 500,
	.most_ops = 20000,
	.state_size = state_size,
	.init = init,
	.withhold = withhold,
	.work = work,
	.outcome = outcome,
	.harm = harm,
	.harm_unit = "turns missed",
	.locate = locate,
	.outcomes = outcomes,
	.scenes = scenes,
	.detection = detection,
	.explorations = explorations,
	.claims = claims,
	.advice = advice,
};
