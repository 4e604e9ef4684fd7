/*
 * history.c: what the calls of a fair lock must look like to everybody: one queue. To arrive is to
 * join its end, to be served is to be at its front, to leave is to go from there.
 *
 * So an overtaking is a history that no order of calls explains: A's arrival ended before B's
 * began, and B was served first. Two that arrive at the same time may be served in either order.
 */
#include "api.h"

#include "linear/scenario.h"

#include <stdalign.h>
#include <stdbool.h>
#include <stdio.h>

enum { ARRIVE, SERVED, LEAVE };

struct state {
	alignas(64) unsigned char lock[FAIR_LOCK_ROOM];
};

static size_t state_size(int workers, long ops)
{
	(void)workers;
	(void)ops;
	return sizeof(struct state);
}

static struct fair_lock *lock_of(void *state)
{
	return (struct fair_lock *)((struct state *)state)->lock;
}

static void init(void *state, int workers, long ops)
{
	(void)workers;
	(void)ops;
	fair_lock_init(lock_of(state));
}

/* One worker's turns, of which each has a number of its own. */
struct visitor {
	struct fair_lock *lock;
	struct linear_history *history;
	int worker;
	long ops;
};

static long arrive(const struct visitor *who, long turn)
{
	struct linear_call *call =
		linear_begin(who->history, who->worker, ARRIVE, who->worker * who->ops + turn);
	long place = fair_lock_arrive(who->lock, who->worker);

	linear_end(who->history, call, 0);
	return place;
}

static void wait_for(const struct visitor *who, long turn, long place)
{
	struct linear_call *call =
		linear_begin(who->history, who->worker, SERVED, who->worker * who->ops + turn);

	fair_lock_wait(who->lock, place);
	linear_end(who->history, call, 0);
}

static void leave(const struct visitor *who, long turn, long place)
{
	struct linear_call *call =
		linear_begin(who->history, who->worker, LEAVE, who->worker * who->ops + turn);

	fair_lock_leave(who->lock, place);
	linear_end(who->history, call, 0);
}

/* After every other turn it stands in line again before it leaves. */
static void work(void *state, int worker, long ops, struct linear_history *history)
{
	const struct visitor who = {lock_of(state), history, worker, ops};
	long place = arrive(&who, 0);

	for (long turn = 0; turn < ops; turn++) {
		bool more = turn + 1 < ops, early = more && turn % 2 == 0;
		long next = 0;

		wait_for(&who, turn, place);
		if (early)
			next = arrive(&who, turn + 1);
		leave(&who, turn, place);
		if (more && !early)
			next = arrive(&who, turn + 1);
		place = next;
	}
}

static void finish(void *state, int workers, struct linear_history *history)
{
	(void)state;
	(void)workers;
	(void)history;
}

struct queue {
	int count;
	bool busy; /* the first one is being served */
	unsigned char turn[LINEAR_CALLS];
};

static bool leave_queue(struct queue *queue, int64_t turn)
{
	if (!queue->busy || queue->turn[0] != turn)
		return false;
	queue->busy = false;
	queue->count--;
	for (int i = 0; i < queue->count; i++)
		queue->turn[i] = queue->turn[i + 1];
	return true;
}

static bool apply(void *memory, const struct linear_call *call)
{
	struct queue *queue = memory;

	switch (call->what) {
	case ARRIVE:
		queue->turn[queue->count++] = (unsigned char)call->argument;
		return true;
	case SERVED:
		if (queue->count == 0 || queue->busy || queue->turn[0] != call->argument)
			return false;
		queue->busy = true;
		return true;
	default:
		return leave_queue(queue, call->argument);
	}
}

static void describe(const struct linear_call *call, char *text, size_t size)
{
	static const char *const names[] = {
		[ARRIVE] = "arrive", [SERVED] = "wait", [LEAVE] = "leave"};

	snprintf(text, size, "%s()", names[call->what]);
}

const struct linear_scenario linear_scenario = {
	.state_size = state_size,
	.init = init,
	.work = work,
	.finish = finish,
	.model = {.size = sizeof(struct queue), .apply = apply, .describe = describe},
};
