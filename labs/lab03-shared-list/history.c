/*
 * history.c: what the list's calls must return, whoever else calls: list_first shows the node that
 * was pushed last. Each worker pushes nodes of its own, and looks after each.
 */
#include "api.h"

#include "linear/scenario.h"

#include <stdalign.h>
#include <stdio.h>

enum { PUSH, FIRST };

struct state {
	alignas(64) unsigned char list[LIST_ROOM];
	alignas(64) struct node nodes[]; /* ops of each worker */
};

static size_t state_size(int workers, long ops)
{
	return sizeof(struct state) + (size_t)workers * (size_t)ops * sizeof(struct node);
}

static void init(void *memory, int workers, long ops)
{
	struct state *state = memory;

	(void)workers;
	(void)ops;
	list_init((struct list *)state->list);
}

/* Nodes are numbered from 1; 0: none. */
static int64_t number_of(const struct state *state, const struct node *node)
{
	return node ? node - state->nodes + 1 : 0;
}

static void push(struct state *state, struct node *node, int worker, struct linear_history *history)
{
	struct linear_call *call;

	node->owner = worker;
	node->number = (int)number_of(state, node);
	call = linear_begin(history, worker, PUSH, node->number);
	list_push((struct list *)state->list, node);
	linear_end(history, call, 0);
}

static void look(struct state *state, int worker, struct linear_history *history)
{
	struct linear_call *call = linear_begin(history, worker, FIRST, 0);

	linear_end(history, call, number_of(state, list_first((struct list *)state->list)));
}

static void work(void *memory, int worker, long ops, struct linear_history *history)
{
	struct state *state = memory;

	for (long i = 0; i < ops; i++) {
		push(state, &state->nodes[worker * ops + i], worker, history);
		look(state, worker, history);
	}
}

static void finish(void *memory, int workers, struct linear_history *history)
{
	look(memory, workers, history);
}

/* The state is the number of the node in front. */
static bool apply(void *memory, const struct linear_call *call)
{
	int64_t *front = memory;

	if (call->what == FIRST)
		return call->result == *front;
	*front = call->argument;
	return true;
}

static void describe(const struct linear_call *call, char *text, size_t size)
{
	if (call->what == PUSH)
		snprintf(text, size, "push(%d)", (int)call->argument);
	else
		snprintf(text, size, "first() = %d", (int)call->result);
}

const struct linear_scenario linear_scenario = {
	.state_size = state_size,
	.init = init,
	.work = work,
	.finish = finish,
	.model = {.size = sizeof(int64_t), .apply = apply, .describe = describe},
};
