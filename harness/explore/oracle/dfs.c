/*
 * dfs.c: all schedules, or all with at most so many preemptions, depth first: each schedule
 * repeats the last one up to the deepest decision that can be made otherwise (as in CHESS,
 * Musuvathi and Qadeer, PLDI 2007).
 */
#include "explore/engine/oracle.h"

#include "base/die.h"

#define DEPTH 20002

struct node {
	uint64_t enabled, possible;
	uint64_t done; /* decided so before */
	int chosen;
	int current;
	int preemptions; /* before this decision */
	bool pauses;	 /* the current thread wanted to */
};

struct memory {
	int bound;
	bool begun;
	unsigned long depth; /* nodes */
	unsigned long fixed; /* of these, those to be repeated */
	struct node node[DEPTH];
};

static void begin(void *arg, const struct oracle_settings *settings)
{
	struct memory *memory = arg;

	memory->bound = settings->bound;
	memory->begun = false;
	memory->depth = memory->fixed = 0;
}

/* Preemptions that choosing `actor` would add. */
static int cost(const struct node *node, int actor)
{
	bool switches = node->current >= 0 && node->current < ENGINE_THREADS &&
			actor < ENGINE_THREADS && actor != node->current;

	return switches && !node->pauses && node->possible >> node->current & 1;
}

static bool is_allowed(const struct memory *memory, const struct node *node, int actor)
{
	return memory->bound < 0 || node->preemptions + cost(node, actor) <= memory->bound;
}

/* The next way to decide at `node`, or -1: without a switch, if possible, comes first. */
static int alternative(const struct memory *memory, const struct node *node)
{
	uint64_t rest = node->enabled & ~node->done;

	if (node->current >= 0 && rest >> node->current & 1)
		return node->current;
	for (; rest; rest &= rest - 1)
		if (is_allowed(memory, node, __builtin_ctzll(rest)))
			return __builtin_ctzll(rest);
	return -1;
}

static bool next(void *arg)
{
	struct memory *memory = arg;

	if (!memory->begun)
		return memory->begun = true;
	for (; memory->depth > 0; memory->depth--) {
		struct node *node = &memory->node[memory->depth - 1];
		int actor = alternative(memory, node);

		if (actor < 0)
			continue;
		node->done |= UINT64_C(1) << actor;
		node->chosen = actor;
		memory->fixed = memory->depth;
		return true;
	}
	return false;
}

static int choose(void *arg, const struct choice *choice)
{
	struct memory *memory = arg;
	struct node *node = &memory->node[choice->step];

	BUG_UNLESS(choice->step < DEPTH);
	if (choice->step < memory->fixed)
		return node->chosen;
	*node = (struct node){.enabled = choice->enabled,
			      .possible = choice->possible,
			      .current = choice->current};
	if (choice->current >= 0 && choice->op[choice->current])
		node->pauses = op_pauses(choice->op[choice->current]->kind);
	if (choice->step > 0)
		node->preemptions = node[-1].preemptions + cost(&node[-1], node[-1].chosen);
	node->chosen = alternative(memory, node);
	/* Within the bound there may be only switches left: then the cheapest is taken. */
	if (node->chosen < 0)
		node->chosen = __builtin_ctzll(choice->enabled);
	node->done = UINT64_C(1) << node->chosen;
	memory->depth = choice->step + 1;
	return node->chosen;
}

static void end(void *memory, const struct run_view *run)
{
	(void)memory, (void)run;
}

const struct oracle oracle_dfs = {"dfs", sizeof(struct memory), begin, next, choose, end};
