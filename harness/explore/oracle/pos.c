/*
 * pos.c: every pending step has a random priority; the highest is taken, and steps that conflict
 * with it draw anew (Yuan, Yang, Gu, CAV 2018, section 3).
 */
#include "explore/engine/oracle.h"

#include <string.h>

struct memory {
	uint64_t random;
	uint64_t priority[ENGINE_ACTORS]; /* of its pending step; 0: not drawn */
};

static void begin(void *memory, const struct oracle_settings *settings)
{
	((struct memory *)memory)->random = oracle_random_seed(settings->seed);
}

static bool next(void *arg)
{
	struct memory *memory = arg;

	memset(memory->priority, 0, sizeof memory->priority);
	return true;
}

static uint64_t priority_of(struct memory *memory, int actor)
{
	if (memory->priority[actor] == 0)
		memory->priority[actor] = oracle_random_next(&memory->random) | 1;
	return memory->priority[actor];
}

static int choose(void *arg, const struct choice *choice)
{
	struct memory *memory = arg;
	int best = __builtin_ctzll(choice->enabled);

	for (uint64_t rest = choice->enabled; rest; rest &= rest - 1) {
		int actor = __builtin_ctzll(rest);

		if (priority_of(memory, actor) > priority_of(memory, best))
			best = actor;
	}
	memory->priority[best] = 0;
	for (uint64_t rest = choice->enabled; rest; rest &= rest - 1) {
		int actor = __builtin_ctzll(rest);

		if (actor != best && op_depends(choice->op[actor], choice->op[best]))
			memory->priority[actor] = 0;
	}
	return best;
}

static void end(void *memory, const struct run_view *run)
{
	(void)memory, (void)run;
}

const struct oracle oracle_pos = {"pos", sizeof(struct memory), begin, next, choose, end};
