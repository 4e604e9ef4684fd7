/*
 * history.c: what the account's calls must return, whoever else calls: who reads finds all payments
 * that were made before, each of them whole, and the stamp of that balance.
 */
#include "api.h"

#include "linear/scenario.h"
#include "tsan/inside.h"

#include <limits.h>
#include <stdalign.h>
#include <stdbool.h>
#include <stdio.h>

#define MOST_WORKERS 8
#define LINES 64      /* a power of two */
#define TORN LONG_MIN /* no balance */
/* What a diagram of the account's steps need not show: the notary's, and the workload's own. */
#define UNSEEN INSIDE_RAW

enum { PAY_IN, READ, READ_OTHER };

/* The notary as one worker sees him; his book is the state's. */
struct notary {
	struct state *state;
	bool is_open;
};

struct state {
	alignas(64) unsigned char account[ACCOUNT_ROOM];
	alignas(64) unsigned char other[ACCOUNT_ROOM]; /* into which nobody pays */
	struct notary notary[MOST_WORKERS];
	long last; /* stamp; line 0 is that of the balance 0 */
	long line[LINES];
};

UNSEEN static long write_down(struct notary *notary, long balance)
{
	struct state *state = notary->state;

	if (!notary->is_open)
		return -1; /* of no balance */
	state->line[++state->last % LINES] = balance;
	return state->last;
}

long notary_stamp(struct notary *notary, long balance)
{
	task_pause();
	return write_down(notary, balance);
}

static size_t state_size(int workers, long ops)
{
	(void)workers;
	(void)ops;
	return sizeof(struct state);
}

UNSEEN static struct account *account_of(struct state *state)
{
	return (struct account *)state->account;
}

/* Not for the fix: all but the account. */
UNSEEN static void withhold(const void *memory, void (*forbid)(const void *start, size_t size))
{
	const struct state *state = memory;

	forbid(state->notary, sizeof *state - offsetof(struct state, notary));
}

UNSEEN static void init(void *memory, int workers, long ops)
{
	struct state *state = memory;

	(void)ops;
	for (int worker = 0; worker < workers; worker++)
		state->notary[worker].state = state;
	account_init(account_of(state));
	account_init((struct account *)state->other);
}

/*
 * Each payment has an amount of its own: the balance tells which are in it. Every other worker
 * takes out.
 */
UNSEEN static void pay_in(struct state *state, int worker, long amount,
			  struct linear_history *history)
{
	struct linear_call *call = linear_begin(history, worker, PAY_IN, amount);
	struct notary *notary = &state->notary[worker];

	notary->is_open = true;
	account_pay_in(account_of(state), notary, amount);
	notary->is_open = false;
	linear_end(history, call, 0);
}

UNSEEN static void look(struct state *state, int worker, struct linear_history *history)
{
	struct linear_call *call = linear_begin(history, worker, READ, 0);
	struct statement statement = account_read(account_of(state));
	long stamp = statement.stamp;
	bool do_agree = stamp >= 0 && stamp <= state->last && state->last - stamp < LINES &&
			state->line[stamp % LINES] == statement.balance;

	linear_end(history, call, do_agree ? statement.balance : TORN);
}

UNSEEN static void work(void *memory, int worker, long ops, struct linear_history *history)
{
	for (long i = 0; i < ops; i++) {
		long amount = 1L << (worker * ops + i);

		look(memory, worker, history);
		pay_in(memory, worker, worker % 2 ? -amount : amount, history);
		look(memory, worker, history);
	}
}

/* Told only if there is something in it. One worker alone is asked for less. */
UNSEEN static void look_at_other(struct state *state, int workers, struct linear_history *history)
{
	struct statement statement = account_read((struct account *)state->other);

	if (workers > 1 && (statement.balance != 0 || statement.stamp != STAMP_OF_ZERO))
		linear_end(history, linear_begin(history, workers, READ_OTHER, 0),
			   statement.balance);
}

UNSEEN static void finish(void *memory, int workers, struct linear_history *history)
{
	look(memory, workers, history);
	look_at_other(memory, workers, history);
}

static bool apply(void *memory, const struct linear_call *call)
{
	int64_t *balance = memory;

	if (call->what == READ_OTHER)
		return false;
	if (call->what == READ)
		return call->result == *balance;
	*balance += call->argument;
	return true;
}

static void describe(const struct linear_call *call, char *text, size_t size)
{
	if (call->what == PAY_IN)
		snprintf(text, size, "pay_in(%d)", (int)call->argument);
	else if (call->what == READ_OTHER)
		snprintf(text, size, "read() of another account, which nobody used, = %d",
			 (int)call->result);
	else if (call->result == TORN)
		snprintf(text, size, "read() = a balance with another one's stamp");
	else
		snprintf(text, size, "read() = %d", (int)call->result);
}

const struct linear_scenario linear_scenario = {
	.state_size = state_size,
	.withhold = withhold,
	.init = init,
	.work = work,
	.finish = finish,
	.model = {.size = sizeof(int64_t), .apply = apply, .describe = describe},
};
