/*
 * history.c: what the ring's calls must return, whoever else calls: ring_take the message that was
 * put first, ring_put only when there is room. The ring holds a message at the beginning.
 */
#include "use.h"

#include "linear/scenario.h"

#include <stdalign.h>
#include <stdio.h>

#define SLOTS 2
#define LINE_MOST 8

enum { PUT, TAKE };

struct state {
	alignas(64) unsigned char ring[RING_ROOM];
};

static size_t state_size(int workers, long ops)
{
	(void)workers;
	(void)ops;
	return sizeof(struct state);
}

static void init(void *memory, int workers, long ops)
{
	struct message first = message_make(0, 0);
	struct state *state = memory;

	(void)workers;
	(void)ops;
	ring_init((struct ring *)state->ring, SLOTS);
	ring_put((struct ring *)state->ring, &first);
}

static void put(struct state *state, int number, int worker, struct linear_history *history)
{
	struct message message = message_make(worker, number);
	struct linear_call *call = linear_begin(history, worker, PUT, number);

	linear_end(history, call, ring_put((struct ring *)state->ring, &message));
}

static void take(struct state *state, int worker, struct linear_history *history)
{
	struct message message = {.number = -1};
	struct linear_call *call = linear_begin(history, worker, TAKE, 0);

	ring_take((struct ring *)state->ring, &message);
	linear_end(history, call, message.number);
}

static void work(void *memory, int worker, long ops, struct linear_history *history)
{
	for (int i = 0; i < ops; i++) {
		int number = worker * (int)ops + i + 1;

		if (worker % 2)
			put(memory, number, worker, history);
		take(memory, worker, history);
		if (worker % 2 == 0)
			put(memory, number, worker, history);
	}
}

static void finish(void *memory, int workers, struct linear_history *history)
{
	take(memory, workers, history);
}

/* The messages that wait, the oldest first. Begins as zeroes, which is: message 0 waits. */
struct line {
	int more; /* than one */
	int64_t number[LINE_MOST];
};

static bool apply(void *memory, const struct linear_call *call)
{
	struct line *line = memory;

	if (call->what == PUT) {
		if (line->more + 1 == SLOTS)
			return false;
		line->number[++line->more] = call->argument;
		return call->result == 0;
	}
	if (line->more < 0 || call->result != line->number[0])
		return false;
	for (int i = 0; i < line->more; i++)
		line->number[i] = line->number[i + 1];
	line->number[line->more--] = 0;
	return true;
}

static void describe(const struct linear_call *call, char *text, size_t size)
{
	if (call->what == PUT)
		snprintf(text, size, "put(%d)", (int)call->argument);
	else
		snprintf(text, size, "take() = %d", (int)call->result);
}

const struct linear_scenario linear_scenario = {
	.state_size = state_size,
	.init = init,
	.work = work,
	.finish = finish,
	.model = {.size = sizeof(struct line), .apply = apply, .describe = describe},
};
