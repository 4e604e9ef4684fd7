/*
 * urw.c: each in proportion to the steps it probably has left, so that every interleaving is about
 * equally likely: of C(a+b, a) ways to merge a and b steps, a/(a+b) begin with the first thread.
 */
#include "explore/engine/oracle.h"

#include "base/die.h"

#include <string.h>

struct memory {
	uint64_t random;
	unsigned long most[ENGINE_ACTORS]; /* steps seen in any schedule so far */
	unsigned long taken[ENGINE_ACTORS];
};

static void begin(void *memory, const struct oracle_settings *settings)
{
	((struct memory *)memory)->random = oracle_random_seed(settings->seed);
}

static bool next(void *arg)
{
	struct memory *memory = arg;

	memset(memory->taken, 0, sizeof memory->taken);
	return true;
}

/* At least one, for whoever is still there. */
static unsigned long left(const struct memory *memory, int actor)
{
	return memory->most[actor] > memory->taken[actor]
		       ? memory->most[actor] - memory->taken[actor]
		       : 1;
}

static int choose(void *arg, const struct choice *choice)
{
	struct memory *memory = arg;
	unsigned long total = 0, pick;
	int actor = 0;

	for (uint64_t rest = choice->enabled; rest; rest &= rest - 1)
		total += left(memory, __builtin_ctzll(rest));
	BUG_UNLESS(total > 0);
	pick = (unsigned long)(oracle_random_next(&memory->random) >> 16) % total;
	for (uint64_t rest = choice->enabled; rest; rest &= rest - 1) {
		actor = __builtin_ctzll(rest);
		if (pick < left(memory, actor))
			break;
		pick -= left(memory, actor);
	}
	memory->taken[actor]++;
	return actor;
}

static void end(void *arg, const struct run_view *run)
{
	struct memory *memory = arg;

	for (int actor = 0; actor < ENGINE_ACTORS; actor++)
		if (run->steps_of[actor] > memory->most[actor])
			memory->most[actor] = run->steps_of[actor];
}

const struct oracle oracle_urw = {"urw", sizeof(struct memory), begin, next, choose, end};
