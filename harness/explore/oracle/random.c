/* random.c: anyone, equally likely. */
#include "explore/engine/oracle.h"

struct memory {
	uint64_t random;
};

static void begin(void *memory, const struct oracle_settings *settings)
{
	((struct memory *)memory)->random = oracle_random_seed(settings->seed);
}

static bool next(void *memory)
{
	(void)memory;
	return true;
}

static int choose(void *memory, const struct choice *choice)
{
	return oracle_random_actor(&((struct memory *)memory)->random, choice->enabled);
}

static void end(void *memory, const struct run_view *run)
{
	(void)memory, (void)run;
}

const struct oracle oracle_random = {"random", sizeof(struct memory), begin, next, choose, end};
