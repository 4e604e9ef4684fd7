/*
 * pct.c: random priorities, and d - 1 steps at which the running thread falls to the lowest one
 * (Burckhardt, Kothari, Musuvathi, Nagarakatte, ASPLOS 2010, section 2).
 */
#include "explore/engine/oracle.h"

#include <string.h>

#define MOST_CHANGES 16
#define FIRST_GUESS 50	 /* steps of a schedule, before one has been seen */
#define PATIENCE 2000	 /* steps in a row, after which it is others' turn */
#define COMPANION_ODDS 8 /* timeouts and spurious wake-ups: one decision in so many */

struct memory {
	uint64_t random;
	unsigned long length; /* of the longest schedule so far */
	int changes;
	unsigned long change_at[MOST_CHANGES];
	uint64_t lowest; /* below all priorities given so far */
	int last;
	unsigned long in_a_row;
	uint64_t priority[ENGINE_THREADS]; /* 0: none yet */
};

static void begin(void *arg, const struct oracle_settings *settings)
{
	struct memory *memory = arg;

	memory->random = oracle_random_seed(settings->seed);
	memory->length = FIRST_GUESS;
	memory->changes = settings->depth > 0 ? settings->depth - 1 : 0;
	if (memory->changes > MOST_CHANGES)
		memory->changes = MOST_CHANGES;
}

static bool next(void *arg)
{
	struct memory *memory = arg;

	memset(memory->priority, 0, sizeof memory->priority);
	memory->lowest = UINT64_C(1) << 32;
	memory->last = -1;
	memory->in_a_row = 0;
	for (int i = 0; i < memory->changes; i++)
		memory->change_at[i] = oracle_random_next(&memory->random) % memory->length;
	return true;
}

static void demote(struct memory *memory, int thread)
{
	memory->priority[thread] = --memory->lowest;
}

static int highest(struct memory *memory, uint64_t threads)
{
	int best = -1;

	for (uint64_t rest = threads; rest; rest &= rest - 1) {
		int thread = __builtin_ctzll(rest);

		if (memory->priority[thread] == 0)
			memory->priority[thread] =
				(oracle_random_next(&memory->random) >> 1) | UINT64_C(1) << 40;
		if (best < 0 || memory->priority[thread] > memory->priority[best])
			best = thread;
	}
	return best;
}

static bool changes_here(const struct memory *memory, unsigned long step)
{
	for (int i = 0; i < memory->changes; i++)
		if (memory->change_at[i] == step)
			return true;
	return false;
}

static int choose(void *arg, const struct choice *choice)
{
	struct memory *memory = arg;
	uint64_t threads = choice->enabled & UINT32_MAX;
	uint64_t companions = choice->enabled & ~(uint64_t)UINT32_MAX;
	int thread;

	if (companions && (!threads || oracle_random_below(&memory->random, COMPANION_ODDS) == 0))
		return oracle_random_actor(&memory->random, companions);
	thread = highest(memory, threads);
	if (changes_here(memory, choice->step) ||
	    (thread == memory->last && ++memory->in_a_row % PATIENCE == 0)) {
		demote(memory, thread);
		thread = highest(memory, threads);
	}
	if (thread != memory->last)
		memory->in_a_row = 0;
	return memory->last = thread;
}

static void end(void *arg, const struct run_view *run)
{
	struct memory *memory = arg;

	if (run->steps > memory->length)
		memory->length = run->steps;
}

const struct oracle oracle_pct = {"pct", sizeof(struct memory), begin, next, choose, end};
