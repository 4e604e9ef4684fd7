/*
 * history.c: what the calls of the lock must look like to everybody. To take it is two events, to begin
 * to wait and to get it; to yield is to give it up, waiting at once, and to get it again. The rule is
 * about debts: who gives the lock up owes a turn to all who are waiting then, and gets it again when
 * they have had it. That leaves the order among those who wait to the fix.
 */
#include "api.h"

#include "linear/scenario.h"

#include <stdalign.h>
#include <stdbool.h>
#include <stdio.h>

#define MOST 8 /* workers */
#define BIT(worker) (1u << (worker))

enum { WAIT, GET, COUNT, LET, GIVE };

struct state {
	alignas(64) unsigned char gil[GIL_ROOM];
	alignas(64) unsigned char other[GIL_ROOM]; /* has nothing to do with it */
};

static size_t state_size(int workers, long ops)
{
	(void)workers;
	(void)ops;
	return sizeof(struct state);
}

static struct gil *gil_of(void *state)
{
	return (struct gil *)((struct state *)state)->gil;
}

static void init(void *state, int workers, long ops)
{
	(void)workers;
	(void)ops;
	gil_init(gil_of(state));
	gil_init((struct gil *)((struct state *)state)->other);
}

/* ---- the calls ---- */

struct caller {
	struct gil *gil;
	struct linear_history *history;
	int worker;
};

/* Two events between the same beginning and the same end. */
static void record(const struct caller *who, int first, void (*call)(struct gil *, int))
{
	struct linear_call *one = linear_begin(who->history, who->worker, first, 0);
	struct linear_call *other = linear_begin(who->history, who->worker, GET, 0);

	call(who->gil, who->worker);
	linear_end(who->history, one, 0);
	linear_end(who->history, other, 0);
}

static void count(const struct caller *who)
{
	struct linear_call *call = linear_begin(who->history, who->worker, COUNT, 0);

	linear_end(who->history, call, gil_waiting(who->gil));
}

static void give(const struct caller *who)
{
	struct linear_call *call = linear_begin(who->history, who->worker, GIVE, 0);

	linear_hurry(who->history, true);
	gil_give(who->gil, who->worker);
	linear_hurry(who->history, false);
	linear_end(who->history, call, 0);
}

/* The first one also counts and yields in every other turn; the others come and go. */
static void work(void *state, int worker, long ops, struct linear_history *history)
{
	const struct caller who = {gil_of(state), history, worker};

	for (long turn = 0; turn < ops; turn++) {
		record(&who, WAIT, gil_take);
		if (worker == 0 && turn % 2 == 0) {
			count(&who);
			record(&who, LET, gil_yield);
		}
		give(&who);
	}
}

static void finish(void *state, int workers, struct linear_history *history)
{
	const struct caller who = {gil_of(state), history, workers};
	struct gil *other = (struct gil *)((struct state *)state)->other;

	record(&who, WAIT, gil_take);
	count(&who);
	if (workers > 1) {	    /* one alone is asked for less */
		gil_take(other, 0); /* who has one lock may take another */
		gil_give(other, 0);
	}
	give(&who);
}

/* ---- the model ---- */

struct lock {
	bool is_held;
	int holder;
	unsigned waiting;
	unsigned owes[MOST]; /* whom each has to wait for */
};

static void let(struct lock *lock, int worker)
{
	lock->owes[worker] = lock->waiting;
	lock->is_held = false;
}

static bool get(struct lock *lock, int worker)
{
	if (lock->is_held || !(lock->waiting & BIT(worker)) || lock->owes[worker] != 0)
		return false;
	lock->is_held = true;
	lock->holder = worker;
	lock->waiting &= ~BIT(worker);
	for (int i = 0; i < MOST; i++)
		lock->owes[i] &= ~BIT(worker);
	return true;
}

static bool apply(void *memory, const struct linear_call *call)
{
	struct lock *lock = memory;
	bool has = lock->is_held && lock->holder == call->worker;

	switch (call->what) {
	case WAIT:
		lock->waiting |= BIT(call->worker);
		return true;
	case GET:
		return get(lock, call->worker);
	case COUNT:
		return has && call->result == __builtin_popcount(lock->waiting);
	case LET:
		/* It waits from the moment at which it lets go. */
		if (has) {
			let(lock, call->worker);
			lock->waiting |= BIT(call->worker);
		}
		return has;
	default:
		if (has)
			let(lock, call->worker);
		return has;
	}
}

static void describe(const struct linear_call *call, char *text, size_t size)
{
	static const char *const names[] = {[WAIT] = "take (begins to wait)",
					    [GET] = "gets the lock",
					    [COUNT] = "waiting",
					    [LET] = "yield (lets go)",
					    [GIVE] = "give"};

	if (call->what == COUNT)
		snprintf(text, size, "waiting() = %d", (int)call->result);
	else
		snprintf(text, size, "%s", names[call->what]);
}

const struct linear_scenario linear_scenario = {
	.state_size = state_size,
	.init = init,
	.work = work,
	.finish = finish,
	.model = {.size = sizeof(struct lock), .apply = apply, .describe = describe},
};
