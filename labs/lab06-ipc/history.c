/*
 * history.c: what the ring's calls must return, whoever else calls: ring_take the message that was
 * put first, ring_put only when there is room. At the beginning the ring has room for one message
 * more: one of two, or with four workers, of which two put first, two of three.
 */
#include "use.h"

#include "linear/scenario.h"

#include <stdalign.h>
#include <stdio.h>

#define LINE_MOST 8
#define MANY 4 /* workers */

enum { PUT, TAKE };

struct state {
	alignas(64) unsigned char ring[RING_ROOM];
};

static int slots; /* of the ring */

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

	(void)ops;
	slots = workers == MANY ? 3 : 2;
	ring_init((struct ring *)state->ring, slots);
	for (int i = 1; i < slots; i++)
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

/* The messages that wait, the oldest first; at the beginning all are number 0. */
struct line {
	int change; /* of how many there are, since the beginning */
	int64_t number[LINE_MOST];
};

static bool apply(void *memory, const struct linear_call *call)
{
	struct line *line = memory;
	int count = slots - 1 + line->change;

	if (call->what == PUT) {
		if (count == slots)
			return false;
		line->number[count] = call->argument;
		line->change++;
		return call->result == 0;
	}
	if (count == 0 || call->result != line->number[0])
		return false;
	for (int i = 1; i < count; i++)
		line->number[i - 1] = line->number[i];
	line->number[count - 1] = 0;
	line->change--;
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
