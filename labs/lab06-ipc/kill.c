/*
 * kill.c: workers that die while they use the ring (see harness/grade/kill.h). Who is to die by
 * itself crashes half way through a message that lies at the edge of its memory, now while putting
 * and now while taking. There is room for more messages than there are workers, so nobody has to
 * wait for those that the victim would have put or taken. What it was about may be lost; what had
 * been put before may not. The last survivor looks for that: in the end it puts and takes a few
 * more, so that what was put before has all come out, but for the one that the victim may have died
 * with.
 */
#include "use.h"

#include "grade/kill.h"

#include <sched.h>
#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#define MOST_SURVIVORS 8
#define AFTERWARDS 1000 /* operations of each survivor, once the victim is dead */
#define MOST_NUMBERS (1 << 20)
#define WAITING 3 /* messages in the ring at the beginning */
#define FILLERS 6 /* more than there may be in it when the victim is dead */

#define VICTIM MOST_SURVIVORS /* as a sender */

struct survivor {
	int error; /* it was told so, and stopped */
	int put;
	bool torn, twice;
};

struct state {
	int survivors;
	atomic_int finished; /* of them, without an error */
	atomic_int ended;    /* also with one */
	bool flushed;
	atomic_bool taking; /* the victim: what it took then may be lost with it */
	atomic_int done;    /* how many it had put when it died */
	alignas(64) unsigned char ring[RING_ROOM];
	alignas(64) struct survivor survivor[MOST_SURVIVORS];
	/* Which messages have been taken, by whomever. */
	atomic_uchar seen[VICTIM + 1][MOST_NUMBERS / 8];
};

static struct ring *ring_of(struct state *state)
{
	return (struct ring *)state->ring;
}

static void init(void *memory, int survivors)
{
	struct state *state = memory;

	state->survivors = survivors;
	ring_init(ring_of(state), RING_SLOTS);
	for (int i = 0; i < WAITING; i++) {
		struct message message = message_make(survivors, i);

		ring_put(ring_of(state), &message);
	}
}

/* ---- what is taken ---- */

/* What somebody has taken. A message that comes twice shows that it was put once. */
static void note(struct state *state, struct survivor *own, const struct message *message)
{
	unsigned char bit = (unsigned char)(1u << ((unsigned)message->number % 8));

	if (!message_is_whole(message)) {
		own->torn = true;
		return;
	}
	if (message->sender < 0 || message->sender > VICTIM || message->number < 0 ||
	    message->number >= MOST_NUMBERS)
		return;
	if (atomic_fetch_or(&state->seen[message->sender][message->number / 8], bit) & bit)
		own->twice = true;
}

/* ---- the victim ---- */

/* Where a message would lie of which the second half cannot be touched. */
static struct message *edge_message(void)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	char *pages =
		mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (pages == MAP_FAILED || mprotect(pages + page, page, PROT_NONE) != 0)
		_exit(2);
	return (struct message *)(void *)(pages + page - sizeof(struct message) / 2 / 8 * 8);
}

static void die(void *memory, struct kill_round *round)
{
	struct state *state = memory;
	struct message message, *edge = edge_message();
	struct survivor nobody = {.error = 0};
	bool putting = round->number % 2;

	for (int i = 0;; i++) {
		bool now = round->by_itself && atomic_load(&round->steps) >= round->after;

		if (round->in_peace && atomic_load(&round->steps) >= round->after)
			return;
		message = message_make(VICTIM, i % MOST_NUMBERS);
		if (ring_put(ring_of(state), now && putting ? edge : &message) != 0)
			return;
		atomic_store(&state->done, i + 1);
		atomic_store(&state->taking, true);
		if (ring_take(ring_of(state), now && !putting ? edge : &message) != 0)
			return;
		note(state, &nobody, &message);
		atomic_store(&state->taking, false);
		atomic_fetch_add(&round->steps, 1);
	}
}

/* ---- the survivors ---- */

static int exchange(struct state *state, int survivor)
{
	struct survivor *own = &state->survivor[survivor];
	struct message message = message_make(survivor, own->put % MOST_NUMBERS);
	int error = ring_put(ring_of(state), &message);

	if (error)
		return error;
	own->put++;
	message = (struct message){.sender = -1};
	error = ring_take(ring_of(state), &message);
	if (!error)
		note(state, own, &message);
	return error;
}

/* In the end: what has been put comes out before these. */
static void flush(struct state *state, int survivor)
{
	struct survivor *own = &state->survivor[survivor];
	struct message message;

	for (int i = 0; i < FILLERS && !own->error; i++) {
		message = message_make(survivor, MOST_NUMBERS - 1);
		own->error = ring_put(ring_of(state), &message);
	}
	for (int i = 0; i < FILLERS && !own->error; i++) {
		message = (struct message){.sender = -1};
		own->error = ring_take(ring_of(state), &message);
		if (!own->error && message.number != MOST_NUMBERS - 1)
			note(state, own, &message);
	}
	state->flushed = !own->error;
}

static void survive(void *memory, int survivor, struct kill_round *round)
{
	struct state *state = memory;
	struct survivor *own = &state->survivor[survivor];
	int left = AFTERWARDS;

	while (left > 0 && !own->error && own->put < MOST_NUMBERS - 1) {
		if (atomic_load(&round->over))
			left--;
		own->error = exchange(state, survivor);
	}
	/*
	 * Who was told of a death lives on: what it has not given back must not keep others
	 * waiting.
	 */
	atomic_fetch_add(&state->ended, 1);
	while (own->error && atomic_load(&state->ended) < state->survivors)
		sched_yield();
	if (!own->error && atomic_fetch_add(&state->finished, 1) + 1 == state->survivors)
		flush(state, survivor);
}

static bool has_come(const struct state *state, int sender, int number)
{
	return atomic_load(&state->seen[sender][number / 8]) >> (number % 8) & 1;
}

static bool are_lost(const struct state *state)
{
	int lost = 0;

	if (!state->flushed)
		return false;
	for (int sender = 0; sender < state->survivors; sender++)
		for (int i = 0; i < state->survivor[sender].put; i++)
			lost += !has_come(state, sender, i);
	for (int i = 0; i < WAITING; i++)
		lost += !has_come(state, state->survivors, i);
	for (int i = 0; i < atomic_load(&state->done) && i < MOST_NUMBERS; i++)
		lost += !has_come(state, VICTIM, i);
	return lost > (atomic_load(&state->taking) ? 1 : 0);
}

/* What no survivor may see, or NULL. */
static const char *judge_one(const struct survivor *survivor, const struct kill_round *round)
{
	if (round->in_peace && survivor->error)
		return "a worker was told of a death though nobody had died";
	if (survivor->torn)
		return "a message came torn to pieces after a worker had died";
	return survivor->twice ? "a message came for the second time after a worker had died"
			       : NULL;
}

static bool judge(const void *memory, int survivors, const struct kill_round *round, char *text,
		  size_t size)
{
	const struct state *state = memory;

	for (int i = 0; i < survivors; i++) {
		const char *what = judge_one(&state->survivor[i], round);

		if (!what && are_lost(state))
			what = "what had been put before was lost after a worker had died";
		if (!what)
			continue;
		snprintf(text, size, "%s", what);
		return false;
	}
	return true;
}

const struct kill_scenario kill_scenario = {
	.state_size = sizeof(struct state),
	.init = init,
	.die = die,
	.survive = survive,
	.judge = judge,
};
