/*
 * lab.c: lab06, processes pay for every exchange. The exercise's workload, its outcomes, and the
 * claims; what is measured is in bench.c.
 *
 * At the beginning the ring has room for one message more. Half of the workers take a message and
 * put another one, the others put first and take then. So whoever waits never waits for itself, and
 * it works with serial code and coroutines, too. With fewer than ten operations (which is for the
 * explorer) half of the workers only put and the others only take, through one slot or two: then
 * everybody waits for somebody.
 * Every message must come out whole, once, and not before those of the same sender before it. A
 * worker that is alone first tries rings of all sizes, how much they hold and where they write.
 */
#include "use.h"

#include "base/die.h"
#include "lab/lab.h"
#include "tsan/inside.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

#define FEW 10	    /* operations: so few that every interleaving may be tried */
#define BEHIND 0xA5 /* what must stay so */
#define WAITING 2   /* messages in the ring at the beginning, and so in the end; with FEW: none */

struct taken {
	int sender, number;
};

struct state {
	int workers, ops, waiting;
	bool unfit;	 /* for rings of some size */
	int errors[256]; /* of each worker */
	alignas(64) unsigned char ring[RING_ROOM];
	alignas(64) struct taken taken[]; /* ops of each worker; and what is left */
};

enum { COMPLETE, LOST, TWICE, TORN, REORDERED, GAVE_UP, UNFIT };

static struct ring *ring_of(const struct state *state)
{
	return (struct ring *)state->ring;
}

static size_t state_size(int workers, long ops)
{
	if (ring_size > RING_ROOM)
		die_user("struct ring has %zu bytes: at most %d fit", ring_size, RING_ROOM);
	return sizeof(struct state) +
	       ((size_t)workers * (size_t)ops + WAITING) * sizeof(struct taken);
}

/* Not for the fix: all but the ring. */
static void withhold(const void *memory, int workers, long ops, lab_forbid *forbid)
{
	const struct state *state = memory;
	const char *end = (const char *)state + state_size(workers, ops);

	forbid(state, offsetof(struct state, ring));
	forbid(state->taken, (size_t)(end - (const char *)state->taken));
}

/* Fills it and empties it, twice. Returns whether all came in order. */
static bool try_ring(struct ring *ring, int slots)
{
	bool right = true;

	for (int i = 0; i < 4 * slots && right; i++) {
		struct message message = message_make(0, i / (2 * slots) * slots + i % slots);
		struct message got = message;
		bool puts = i / slots % 2 == 0;

		right = (puts ? ring_put(ring, &message) : ring_take(ring, &got)) == 0 &&
			got.number == message.number && message_is_whole(&got);
	}
	return right;
}

/* What lies behind the fix's ring is not its own. */
static bool try_sizes(struct state *state)
{
	bool right = true;

	for (int slots = 1; slots <= RING_SLOTS && right; slots++) {
		ring_init(ring_of(state), slots);
		memset(state->ring + ring_size, BEHIND, RING_ROOM - ring_size);
		right = try_ring(ring_of(state), slots);
		for (size_t i = ring_size; i < RING_ROOM; i++)
			right = right && state->ring[i] == BEHIND;
		memset(state->ring, 0, RING_ROOM);
	}
	return right;
}

/* The first messages are those of one more sender than there are workers. */
static void init(void *memory, int workers, long ops)
{
	struct state *state = memory;

	state->workers = workers;
	state->ops = (int)ops;
	state->waiting = ops < FEW ? 0 : WAITING;
	state->unfit = workers == 1 && ops >= FEW && !try_sizes(state);
	ring_init(ring_of(state), ops == 1 ? 1 : ops < FEW ? 2 : WAITING + 1);
	for (int i = 0; i < state->waiting && !state->errors[0]; i++) {
		struct message message = message_make(workers, i);

		state->errors[0] = ring_put(ring_of(state), &message);
	}
}

/* What a worker does in each of its operations. */
enum role { TAKES = 1, PUTS = 2, PUTS_FIRST = 4 };

static int role_of(const struct state *state, int worker)
{
	if (state->ops >= FEW)
		return worker % 2 ? PUTS | PUTS_FIRST | TAKES : PUTS | TAKES;
	if (worker % 2 == 0 && worker + 1 == state->workers)
		return PUTS | PUTS_FIRST | TAKES; /* it has no partner */
	return worker % 2 ? TAKES : PUTS | PUTS_FIRST;
}

static int put(struct state *state, int worker, int number)
{
	struct message message = message_make(worker, number);

	return ring_put(ring_of(state), &message);
}

/* What is not whole is noted as nobody's. */
static int take(struct state *state, struct taken *taken)
{
	struct message message = {.sender = -1};
	int error = ring_take(ring_of(state), &message);

	taken->sender = message_is_whole(&message) ? message.sender : -1;
	taken->number = message.number;
	return error;
}

static void work(void *memory, int worker)
{
	struct state *state = memory;
	struct taken *taken = &state->taken[(size_t)worker * (size_t)state->ops];
	int role = role_of(state, worker), error = 0;

	for (int i = 0; i < state->ops && !error; i++) {
		if (role & PUTS_FIRST)
			error = put(state, worker, i);
		if (!error && (role & TAKES))
			error = take(state, &taken[i]);
		if (!error && (role & PUTS) && !(role & PUTS_FIRST))
			error = put(state, worker, i);
	}
	if (error)
		state->errors[worker] = error;
}

/* ---- judging ---- */

static bool is_known(const struct state *state, const struct taken *taken)
{
	if (taken->sender == state->workers)
		return taken->number >= 0 && taken->number < state->waiting;
	return taken->sender >= 0 && taken->sender < state->workers &&
	       (role_of(state, taken->sender) & PUTS) && taken->number >= 0 &&
	       taken->number < state->ops;
}

static int judge_once(const struct state *state, const struct taken *taken, int count,
		      unsigned char *seen)
{
	for (int i = 0; i < count; i++) {
		if (!is_known(state, &taken[i]))
			return TORN;
		if (seen[taken[i].sender * state->ops + taken[i].number]++)
			return TWICE;
	}
	return COMPLETE;
}

/* What one worker has taken of one sender comes in the sender's order. */
static int judge_order(const struct state *state, const struct taken *taken, int *last)
{
	for (int i = 0; i <= state->workers; i++)
		last[i] = -1;
	for (int i = 0; i < state->ops; i++) {
		if (taken[i].number < last[taken[i].sender])
			return REORDERED;
		last[taken[i].sender] = taken[i].number;
	}
	return COMPLETE;
}

static int judge(const struct state *state, unsigned char *seen, int *last)
{
	const struct taken *rest = &state->taken[(size_t)state->workers * (size_t)state->ops];
	int outcome = judge_once(state, rest, state->waiting, seen);

	for (int i = 0; i < state->workers && outcome == COMPLETE; i++) {
		const struct taken *taken = &state->taken[(size_t)i * (size_t)state->ops];

		if (!(role_of(state, i) & TAKES))
			continue;
		outcome = judge_once(state, taken, state->ops, seen);
		if (outcome == COMPLETE)
			outcome = judge_order(state, taken, last);
	}
	return outcome;
}

/* As many were taken as were put: if none came twice, none is lost. Some are left. */
static int outcome(const void *memory)
{
	struct state *state = (struct state *)memory;
	size_t total = (size_t)state->workers * (size_t)state->ops;
	unsigned char *seen;
	int *last, found = GAVE_UP;

	if (state->unfit)
		return UNFIT;
	for (int i = 0; i < state->workers; i++)
		if (state->errors[i])
			return GAVE_UP;
	for (int i = 0; i < state->waiting; i++)
		if (take(state, &state->taken[total + (size_t)i]) != 0)
			return LOST;
	seen = calloc(total + (size_t)state->ops + WAITING, 1);
	last = calloc((size_t)state->workers + 1, sizeof *last);
	if (seen && last)
		found = judge(state, seen, last);
	free(seen);
	free(last);
	return found;
}

INSIDE_RAW static const char *locate(const void *memory, const void *address)
{
	const struct state *state = memory;
	const unsigned char *byte = address;

	if (byte >= state->ring && byte < state->ring + RING_ROOM)
		return "the ring";
	return NULL;
}

static const struct lab_outcome outcomes[] = {
	[COMPLETE] = {"complete", LAB_EXPECTED, "every message came once, whole and in order"},
	[LOST] = {"lost", LAB_FORBIDDEN, "a message was put and never came out"},
	[TWICE] = {"twice", LAB_FORBIDDEN, "a message came twice, so another one is lost"},
	[TORN] = {"torn", LAB_FORBIDDEN, "a message came that nobody has put like that"},
	[REORDERED] = {"reordered", LAB_FORBIDDEN, "a sender's messages came in another order"},
	[GAVE_UP] = {"gave up", LAB_FORBIDDEN, "a call waited in vain and returned an error"},
	[UNFIT] = {"unfit", LAB_FORBIDDEN,
		   "for some number of slots from 1 to RING_SLOTS, what went in did not come out, "
		   "or the ring wrote outside of its struct"},
	{NULL, 0, NULL},
};

static const struct lab_scene scenes[] = {
	{"broken", "The ring as one writes it for a single worker",
	 "serial threads processes coroutines"},
	{"variants/pause", "The same, pausing inside the update", "threads processes coroutines"},
	{"solution", "The solution: two semaphores and a robust mutex", "threads processes"},
	{NULL, NULL, NULL},
};

static const struct lab_scene detection[] = {
	{"broken", "It sees the race between threads.", "threads"},
	{"broken", "And none between processes.", "processes"},
	{"solution", "Nothing to report.", "threads"},
	{NULL, NULL, NULL},
};

static const struct lab_exploration explorations[] = {
	{"broken", "The interleaving that harms a message, as short as it can be", 2, 1},
	{"solution", "The solution, under every schedule there is", 2, 1},
	{NULL, NULL, 0, 0},
};

#define CHEAP "shm ring, spin+futex (across cores)"

/* For a message of 8 bytes. */
#define TEN_TIMES_CHEAP(curve)                                                                     \
	{                                                                                          \
		.kind = LAB_RATIO_ABOVE, .experiment = "latency", .subject = curve, .than = CHEAP, \
		.at = 8, .measure = "p50", .limit = 10                                             \
	}

static const struct lab_claim claims[] = {
	{.text = "Processes pay for every exchange: through the kernel it costs ten times as much "
		 "as "
		 "through shared memory",
	 .condition = {TEN_TIMES_CHEAP("pipe (across cores)"),
		       TEN_TIMES_CHEAP("seqpacket (across cores)")}},
	{.text = "Shared memory removes the copy: made and read in place, more passes than through "
		 "a "
		 "pipe",
	 .condition = {{.kind = LAB_RATIO_ABOVE,
			.experiment = "throughput",
			.subject = "shm ring, in place (same core)",
			.than = "pipe (same core)",
			.at = 131072,
			.limit = 1}}},
	{.text = "Shared memory does not remove the synchronization: who must be woken costs as "
		 "much "
		 "there as behind a pipe",
	 .condition = {{.kind = LAB_RATIO_ABOVE,
			.experiment = "latency",
			.subject = "shm ring, futex (same core)",
			.than = "pipe (same core)",
			.at = 8,
			.measure = "p50",
			.limit = 0.5}}},
	{.text = "It is the wake-up that costs: a ring whose reader spins is ten times as fast as "
		 "one "
		 "whose reader sleeps",
	 .condition = {TEN_TIMES_CHEAP("shm ring, futex (across cores)")}},
	{.text = "A message that is large enough costs its copies, not its way: at 1 MiB no way is "
		 "ten "
		 "times as fast as a pipe",
	 .condition = {{.kind = LAB_RATIO_BELOW,
			.experiment = "latency",
			.subject = "pipe (same core)",
			.than = "shm ring, futex (same core)",
			.at = 1048576,
			.measure = "p50",
			.limit = 10}}},
	{.text = "A ring that several processes use without a lock loses messages",
	 .condition = {{.kind = LAB_NEVER,
			.variant = "variants/pause",
			.model = "processes",
			.outcome = "complete"},
		       {.kind = LAB_ALWAYS,
			.variant = "solution",
			.model = "processes",
			.outcome = "complete"}}},
	{.text = "ThreadSanitizer sees the race between threads, and is blind to it between "
		 "processes",
	 .condition = {{.kind = LAB_REPORTED, .variant = "broken", .model = "threads"},
		       {.kind = LAB_SILENT, .variant = "broken", .model = "processes"}}},
	{.text = NULL},
};

static const struct lab_advice advice[] = {
	{.take = "threads, or processes that map the data together, with a lock",
	 .situation = LAB_MUCH_SHARED,
	 .why = "What is sent through the kernel pays for every exchange; what is shared does not, "
		"and needs a lock.",
	 .condition = {TEN_TIMES_CHEAP("pipe (across cores)")}},
	{.take = NULL},
};

const struct lab lab = {
	.title = "Processes pay for every exchange",
	.about = "Processes share nothing, so whatever they tell each other has to be carried: "
		 "through "
		 "the kernel, or through memory that they map together. The lab measures what each "
		 "way costs. And it has a ring in shared memory, which is the fastest of them, and "
		 "wrong: several workers put messages into it and take messages out of it, without "
		 "any order between them.",
	.workers = 4,
	.ops = 2000,
	.quick_ops = 2000,
	.most_ops = 100000,
	.state_size = state_size,
	.init = init,
	.withhold = withhold,
	.work = work,
	.outcome = outcome,
	.locate = locate,
	.outcomes = outcomes,
	.scenes = scenes,
	.detection = detection,
	.explorations = explorations,
	.claims = claims,
	.advice = advice,
};
