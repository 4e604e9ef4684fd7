/*
 * lab.c: lab03, a shared list loses nodes. The workload, its outcomes, what is swept and claimed.
 *
 * Every worker pushes nodes of its own onto one list, and now and then looks at the front. At the
 * end every node must be there, once.
 */
#include "api.h"

#include "base/die.h"
#include "lab/lab.h"
#include "tsan/inside.h"

#include <stdalign.h>
#include <stdbool.h>
#include <stdlib.h>

/* How many pushes between two looks at the front of the list. */
#define LOOK_EVERY 64
/* And at how many nodes then. */
#define LOOK_AT 3

struct state {
	int workers, ops;
	alignas(64) unsigned char list[LIST_ROOM];
	alignas(64) struct node nodes[]; /* ops of each worker, one worker after the other */
};

enum { COMPLETE, LOST, DAMAGED, EMPTY };

static struct list *list_of(const struct state *state)
{
	return (struct list *)state->list;
}

static size_t state_size(int workers, long ops)
{
	if (list_size > LIST_ROOM)
		die_user("struct list has %zu bytes: at most %d fit", list_size, LIST_ROOM);
	return sizeof(struct state) + (size_t)workers * (size_t)ops * sizeof(struct node);
}

/* Not for the fix: all but the list and its nodes. */
static void withhold(const void *memory, int workers, long ops, lab_forbid *forbid)
{
	const struct state *state = memory;

	(void)workers;
	(void)ops;
	forbid(state, offsetof(struct state, list));
}

static void init(void *memory, int workers, long ops)
{
	struct state *state = memory;

	state->workers = workers;
	state->ops = (int)ops;
	list_init(list_of(state));
}

/* Look at the front as a reader would: what others pushed must be readable, and lead on. */
static void look(struct state *state)
{
	const struct node *node = list_first(list_of(state));

	for (int i = 0; node && i < LOOK_AT; i++, node = node->next)
		if (node->owner < 0 || node->owner >= state->workers)
			abort(); /* a node that nobody made: better crash than go on */
}

static void work(void *memory, int worker)
{
	struct state *state = memory;
	struct node *mine = &state->nodes[(size_t)worker * (size_t)state->ops];

	for (int i = 0; i < state->ops; i++) {
		mine[i].owner = worker;
		mine[i].number = i;
		list_push(list_of(state), &mine[i]);
		if (i % LOOK_EVERY == 0)
			look(state);
	}
}

INSIDE_RAW static bool is_node(const struct state *state, const struct node *node)
{
	size_t total = (size_t)state->workers * (size_t)state->ops;

	return node >= state->nodes && node < state->nodes + total;
}

/* Nodes on the list; -1 if it runs in a circle or leads out of the nodes there are. */
static long count_nodes(const struct state *state)
{
	long total = (long)state->workers * state->ops;
	long count = 0;

	for (struct node *node = list_first(list_of(state)); node; node = node->next)
		if (!is_node(state, node) || ++count > total)
			return -1;
	return count;
}

static int outcome(const void *memory)
{
	const struct state *state = memory;
	long total = (long)state->workers * state->ops;
	long count = count_nodes(state);

	if (count < 0)
		return DAMAGED;
	if (count == 0)
		return EMPTY;
	return count == total ? COMPLETE : LOST;
}

static double harm(const void *memory)
{
	const struct state *state = memory;
	long count = count_nodes(state);

	return count < 0 ? 0 : (double)((long)state->workers * state->ops - count);
}

INSIDE_RAW static const char *locate(const void *memory, const void *address)
{
	const struct state *state = memory;
	const unsigned char *byte = address;

	if (byte >= state->list && byte < state->list + sizeof(struct node *))
		return "list->head";
	if (byte >= state->list && byte < state->list + LIST_ROOM)
		return "the list";
	return is_node(state, address) ? "a node" : NULL;
}

static const struct lab_outcome outcomes[] = {
	[COMPLETE] = {"complete", LAB_EXPECTED, "every node is on the list"},
	[LOST] = {"lost", LAB_FORBIDDEN, "some nodes were pushed and are not there"},
	[DAMAGED] = {"damaged", LAB_FORBIDDEN, "the list runs in a circle or into nowhere"},
	[EMPTY] = {"empty", LAB_INTERESTING, "each worker filled a copy of its own; ours is empty"},
	{NULL, 0, NULL},
};

static const struct lab_scene scenes[] = {
	{"broken", "The list as one writes it for a single worker",
	 "serial threads processes private coroutines"},
	{"variants/pause", "The same, pausing inside the update", "threads processes coroutines"},
	{"solution", "The solution: one lock around every access", "threads processes coroutines"},
	{NULL, NULL, NULL},
};

static const struct lab_scene detection[] = {
	{"broken", "It sees the race, also in runs that lose nothing.", "threads"},
	{"broken", "Each process has a detector of its own, and none sees both accesses.",
	 "processes"},
	{"variants/pause",
	 "Coroutines take turns: there is no race to see, and nodes are lost all the same.",
	 "coroutines"},
	{"solution", "Nothing to report.", "threads processes"},
	{NULL, NULL, NULL},
};

static const struct lab_exploration explorations[] = {
	{"broken", "The interleaving that loses a node, as short as it can be", 2, 1},
	{"solution", "The solution, under every schedule there is", 3, 1},
	{NULL, NULL, 0, 0},
};

static const struct lab_cost cost = {
	.variants = "broken solution variants/spin variants/lockfree",
	.models = "serial threads processes coroutines",
	.operation = "insert",
};

static const int inserts[] = {1, 5, 20, 100, 500, 2000, 10000, 0};
static const int crowd[] = {1, 2, 3, 4, 6, 8, 0};

static const struct lab_series probability_series[] = {
	{"yield in the window", "variants/pause", "threads", LAB_NATIVE},
	{"as it is", "broken", "threads", LAB_NATIVE},
	{"reported by TSan", "broken", "threads", LAB_TSAN},
	{NULL, NULL, NULL, LAB_NATIVE},
};

static const struct lab_series crowd_series[] = {
	{"threads", "broken", "threads", LAB_NATIVE},
	{"processes", "broken", "processes", LAB_NATIVE},
	{"coroutines", "broken", "coroutines", LAB_NATIVE},
	{"coroutines, pausing inside", "variants/pause", "coroutines", LAB_NATIVE},
	{NULL, NULL, NULL, LAB_NATIVE},
};

static const struct lab_sweep sweeps[] = {
	{"probability", LAB_SWEEP_OPS, inserts, probability_series, 32, 8},
	{"crowd", LAB_SWEEP_WORKERS, crowd, crowd_series, 16, 6},
	{NULL, LAB_SWEEP_OPS, NULL, NULL, 0, 0},
};

static const struct lab_claim claims[] = {
	{"A switch at the wrong place corrupts a list that threads share",
	 {{.kind = LAB_SEEN, .variant = "broken", .model = "threads", .outcome = "lost"},
	  {.kind = LAB_SEEN, .variant = "variants/pause", .model = "threads", .outcome = "lost"}}},
	{"Forked processes do not share ordinary memory: each changes a copy",
	 {{.kind = LAB_ALWAYS, .variant = "broken", .model = "private", .outcome = "empty"}}},
	{"Memory that processes map together is shared, and races like that of threads",
	 {{.kind = LAB_SEEN, .variant = "broken", .model = "processes", .outcome = "lost"}}},
	{"Coroutines lose nothing, unless they pause inside the update",
	 {{.kind = LAB_ALWAYS, .variant = "broken", .model = "coroutines", .outcome = "complete"},
	  {.kind = LAB_SEEN,
	   .variant = "variants/pause",
	   .model = "coroutines",
	   .outcome = "lost"}}},
	{"One lock around every access cures it, for threads and for processes",
	 {{.kind = LAB_ALWAYS, .variant = "solution", .model = "threads", .outcome = "complete"},
	  {.kind = LAB_ALWAYS,
	   .variant = "solution",
	   .model = "processes",
	   .outcome = "complete"}}},
	{"ThreadSanitizer sees the race between threads, and is blind to it between processes",
	 {{.kind = LAB_REPORTED, .variant = "broken", .model = "threads"},
	  {.kind = LAB_SILENT, .variant = "broken", .model = "processes"},
	  {.kind = LAB_SEEN, .variant = "broken", .model = "processes", .outcome = "lost"}}},
	{"Correctness costs time: threads that lock take longer than threads that lose nodes",
	 {{.kind = LAB_SLOWER, .variant = "solution", .model = "threads"}}},
	{.text = NULL},
};

const struct lab lab = {
	.title = "A shared list loses nodes",
	.about =
		"Workers push nodes onto one list, all at the same time. Pushing takes two steps: "
		"link the new node to the first one, then make it the first one. A worker that is "
		"interrupted between the two undoes what others did meanwhile, and their nodes are "
		"gone. The same code runs as serial code, threads, processes (sharing memory, and "
		"each with its private copy) and coroutines.",
	.workers = 4,
	.ops = 10000,
	.quick_ops = 10000,
	.most_ops = 100000,
	.state_size = state_size,
	.init = init,
	.withhold = withhold,
	.work = work,
	.outcome = outcome,
	.harm = harm,
	.harm_unit = "nodes lost",
	.locate = locate,
	.outcomes = outcomes,
	.scenes = scenes,
	.detection = detection,
	.explorations = explorations,
	.cost = &cost,
	.sweeps = sweeps,
	.claims = claims,
};
