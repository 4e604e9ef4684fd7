/*
 * lab.c: lab09, cooperation. The workload, its outcomes, what is claimed.
 *
 * Workers pay into one account, and look at it before and after. A payment needs a stamp of the new
 * balance, and the notary who gives it takes his time: a pause in the middle of an update.
 */
#include "api.h"

#include "base/die.h"
#include "lab/lab.h"
#include "tsan/inside.h"

#include <stdalign.h>
#include <stdatomic.h>
#include <stdbool.h>

#define MOST_WORKERS 64
#define LEAST_LINES 64
/* What takes many to show: large amounts, and a notary who now and then takes very long. */
#define FEW 8 /* workers */
#define LARGE 28
#define SLOW_EVERY 100
#define SLOW_PAUSES 1500
/* What a diagram of the account's steps need not show: the notary's, and the workload's own. */
#define UNSEEN INSIDE_RAW

/*
 * Where balances are written down; a stamp is the number of the line. The oldest lines are written
 * over: nobody needs them any more. Atomic, so that with threads what goes wrong is the account's fault.
 */
struct book {
	atomic_long last;
	long lines;   /* a power of two */
	bool is_slow; /* now and then */
	atomic_long asked;
	atomic_long *line;
};

/* The notary as one worker sees him. */
struct notary {
	struct book *book;
	bool is_open; /* during a payment of that worker */
};

struct state {
	int workers;
	long ops;
	struct book book;
	atomic_long torn; /* looks that saw a balance with another one's stamp */
	alignas(64) unsigned char account[ACCOUNT_ROOM];
	alignas(64) struct notary notary[MOST_WORKERS];
	alignas(64) atomic_long line[];
};

enum { COMPLETE, LOST, TORN };

/* ---- the notary ---- */

/* A notary as there is none, for variants/at-once.c: what happens without a pause? */
long notary_stamp_at_once(struct notary *notary, long balance);

UNSEEN long notary_stamp_at_once(struct notary *notary, long balance)
{
	struct book *book = notary->book;
	long stamp;

	if (!notary->is_open)
		return -1; /* of no balance */
	stamp = atomic_fetch_add(&book->last, 1) + 1;
	atomic_store(&book->line[stamp & (book->lines - 1)], balance);
	return stamp;
}

/* One at a time waits so long: the others go on. */
UNSEEN static void take_long(struct book *book)
{
	if (!book->is_slow || atomic_fetch_add(&book->asked, 1) % SLOW_EVERY != 0)
		return;
	for (int i = 0; i < SLOW_PAUSES; i++)
		task_pause();
}

/* DOC: the notary takes his time */
long notary_stamp(struct notary *notary, long balance)
{
	task_pause();
	take_long(notary->book);
	return notary_stamp_at_once(notary, balance);
}

UNSEEN static bool do_agree(struct book *book, struct statement statement)
{
	long last = atomic_load(&book->last), stamp = statement.stamp;

	return stamp >= 0 && stamp <= last && last - stamp < book->lines &&
	       atomic_load(&book->line[stamp & (book->lines - 1)]) == statement.balance;
}

/* ---- the workload ---- */

UNSEEN static struct account *account_of(const struct state *state)
{
	return (struct account *)state->account;
}

/* A payment may need more than one stamp, when others come in between. */
static long lines_for(int workers, long ops)
{
	long lines = LEAST_LINES;

	while (lines < 4 * workers * ops)
		lines *= 2;
	return lines;
}

static size_t state_size(int workers, long ops)
{
	if (account_size > ACCOUNT_ROOM)
		die_user("struct account has %zu bytes: at most %d fit", account_size,
			 ACCOUNT_ROOM);
	if (workers > MOST_WORKERS)
		die_user("%d workers: this lab is for at most %d", workers, MOST_WORKERS);
	return sizeof(struct state) + (size_t)lines_for(workers, ops) * sizeof(atomic_long);
}

/* Not for the fix: all but the account. */
UNSEEN static void withhold(const void *memory, int workers, long ops, lab_forbid *forbid)
{
	const struct state *state = memory;
	const char *end = (const char *)state + state_size(workers, ops);

	forbid(state, offsetof(struct state, account));
	forbid(state->notary, (size_t)(end - (const char *)state->notary));
}

UNSEEN static void init(void *memory, int workers, long ops)
{
	struct state *state = memory;

	state->workers = workers;
	state->ops = ops;
	state->book.lines = lines_for(workers, ops);
	state->book.line = state->line;
	state->book.is_slow = workers > FEW;
	for (int worker = 0; worker < workers; worker++)
		state->notary[worker].book = &state->book;
	account_init(account_of(state));
}

UNSEEN static void look(struct state *state)
{
	if (!do_agree(&state->book, account_read(account_of(state))))
		atomic_fetch_add(&state->torn, 1);
}

UNSEEN static long amount_of(int worker)
{
	return worker < FEW ? 1 : (long)worker << LARGE;
}

UNSEEN static void pay_in(struct state *state, int worker)
{
	struct notary *notary = &state->notary[worker];

	notary->is_open = true;
	account_pay_in(account_of(state), notary, amount_of(worker));
	notary->is_open = false;
}

/* DOC: look, pay in, look */
UNSEEN static void work(void *memory, int worker)
{
	struct state *state = memory;

	for (long i = 0; i < state->ops; i++) {
		if (i > 0)
			task_pause();
		look(state);
		pay_in(state, worker);
		look(state);
	}
}

/* ---- what came of it ---- */

UNSEEN static struct statement final_statement(const struct state *state)
{
	return account_read(account_of(state));
}

UNSEEN static long all_payments(const struct state *state)
{
	long amounts = 0;

	for (int worker = 0; worker < state->workers; worker++)
		amounts += amount_of(worker) * state->ops;
	return amounts;
}

UNSEEN static int outcome(const void *memory)
{
	const struct state *state = memory;
	struct statement statement = final_statement(state);

	if (statement.balance != all_payments(state))
		return LOST;
	return state->torn > 0 || !do_agree((struct book *)&state->book, statement) ? TORN
										    : COMPLETE;
}

UNSEEN static double harm(const void *memory)
{
	const struct state *state = memory;
	long missing = all_payments(state) - final_statement(state).balance;

	return (double)(missing ? missing : state->torn);
}

INSIDE_RAW static const char *locate(const void *memory, const void *address)
{
	const struct state *state = memory;
	const unsigned char *byte = address;

	return byte >= state->account && byte < state->account + ACCOUNT_ROOM ? "the account"
									      : NULL;
}

static const struct lab_outcome outcomes[] = {
	[COMPLETE] = {"complete", LAB_EXPECTED,
		      "all payments are there, and each balance had its own stamp"},
	[LOST] = {"lost", LAB_FORBIDDEN, "payments are missing"},
	[TORN] = {"torn", LAB_FORBIDDEN, "a balance was seen with the stamp of another one"},
	{NULL, 0, NULL},
};

static const struct lab_scene scenes[] = {
	{"variants/at-once", "Two steps, and no pause between them", "coroutines threads"},
	{"broken", "The same two steps with a pause between them", "coroutines"},
	{"variants/aside", "Prepared aside, then shown at once", "coroutines"},
	{"variants/mutex", "A pthread mutex, held over the pause", "threads coroutines"},
	{"solution", "The solution: a flag, and a pause while it is set", "coroutines threads"},
	{NULL, NULL, NULL},
};

static const struct lab_scene detection[] = {
	{"broken", "Coroutines take turns: there is no data race to see, and it is wrong.",
	 "coroutines"},
	{"solution", "A flag locks coroutines out. Between threads it is a data race itself.",
	 "coroutines threads"},
	{NULL, NULL, NULL},
};

static const struct lab_exploration explorations[] = {
	{"broken", "Who runs during the pause sees what is half done", 2, 1},
	{"variants/aside", "Two start from the same balance", 2, 1},
	{"variants/mutex", "Nobody is left to give the mutex back", 2, 1},
	{"solution", "The solution, whoever goes on after each pause", 2, 2},
	{NULL, NULL, 0, 0},
};

/* ---- claims ---- */

#define WATCHED(how, which, under, what)                                       \
	{                                                                      \
		.kind = how, .variant = which, .model = under, .outcome = what \
	}

/* How late the others were beside a hog that computes for so many ms without a pause. */
#define LATE(how, curve, ms, other, other_ms, times)                                          \
	{                                                                                     \
		.kind = how, .experiment = "late", .subject = curve, .at = ms, .than = other, \
		.than_at = other_ms, .limit = times                                           \
	}

static const struct lab_claim claims[] = {
	{.text = "If one coroutine never pauses, no other runs: they are late by as long as it "
		 "computes",
	 .condition = {{.kind = LAB_VALUE_ABOVE,
			.experiment = "late",
			.subject = "coroutines",
			.at = 64,
			.measure = "longest / stretch",
			.limit = 0.8}}},
	{.text = "Preemptive threads are not held up by it, not even on one core",
	 .condition = {LATE(LAB_RATIO_BELOW, "threads on one core", 64, "coroutines", 64, 0.5),
		       LATE(LAB_RATIO_BELOW, "threads", 64, "coroutines", 64, 0.5)}},
	{.text = "A pause each millisecond makes them prompt again, and costs the one that pauses "
		 "less "
		 "than a quarter",
	 .condition =
		 {/* DOC: had the processor for itself, else nothing follows. */
		  {.kind = LAB_GIVEN_BELOW,
		   .experiment = "late",
		   .subject = "coroutines",
		   .at = 64,
		   .measure = "hog ms",
		   .limit = 72},
		  LATE(LAB_RATIO_BELOW, "coroutines", 1, "coroutines", 64, 0.25),
		  {.kind = LAB_RATIO_BELOW,
		   .experiment = "late",
		   .subject = "coroutines",
		   .at = 1,
		   .than = "coroutines",
		   .than_at = 64,
		   .measure = "hog ms",
		   .limit = 1.25}}},
	{.text = "No pause inside, no race: coroutines lose nothing and see nothing half done",
	 .condition = {WATCHED(LAB_NEVER, "variants/at-once", "coroutines", "lost"),
		       WATCHED(LAB_NEVER, "variants/at-once", "coroutines", "torn"),
		       WATCHED(LAB_SEEN, "variants/at-once", "coroutines", "complete")}},
	{.text = "With a pause inside, coroutines see what is half done, and lose updates",
	 .condition = {WATCHED(LAB_SEEN, "broken", "coroutines", "torn"),
		       WATCHED(LAB_SEEN, "variants/aside", "coroutines", "lost")}},
	{.text = "A pthread mutex that is held over a pause stops all coroutines; threads only "
		 "wait",
	 .condition = {WATCHED(LAB_SEEN, "variants/mutex", "coroutines", "hang"),
		       WATCHED(LAB_NEVER, "variants/mutex", "coroutines", "complete"),
		       WATCHED(LAB_SEEN, "variants/mutex", "threads", "complete"),
		       WATCHED(LAB_NEVER, "variants/mutex", "threads", "lost"),
		       WATCHED(LAB_NEVER, "variants/mutex", "threads", "torn")}},
	{.text = "A plain flag is a lock for coroutines, and none for threads",
	 .condition = {WATCHED(LAB_NEVER, "solution", "coroutines", "lost"),
		       WATCHED(LAB_NEVER, "solution", "coroutines", "torn"),
		       WATCHED(LAB_SEEN, "solution", "coroutines", "complete"),
		       {.kind = LAB_REPORTED, .variant = "solution", .model = "threads"},
		       {.kind = LAB_SILENT, .variant = "solution", .model = "coroutines"}}},
	{.text = NULL},
};

const struct lab lab = {
	.title = "Cooperation",
	.about =
		"A coroutine pauses only where it says so. If one never does, no other runs: so "
		"first, one task computes, and the others write down how late they get their turn, "
		"as coroutines and as threads. Who does pause has others come in between: so then "
		"workers pay into an account, and in the middle of each payment they wait for a "
		"notary's stamp. The same code runs as coroutines and as threads, with and without "
		"that pause, and with three ways to lock.",
	.workers = 4,
	.ops = 1000,
	.quick_ops = 1000,
	.most_ops = 100000,
	.deadline_ms = 300,
	.is_cooperative = true,
	.state_size = state_size,
	.init = init,
	.withhold = withhold,
	.work = work,
	.outcome = outcome,
	.harm = harm,
	.harm_unit = "times",
	.locate = locate,
	.outcomes = outcomes,
	.scenes = scenes,
	.detection = detection,
	.explorations = explorations,
	.claims = claims,
};
