/*
 * dpor.c: dynamic partial-order reduction with sleep sets: one schedule, at least, of each class
 * that differs only in the order of independent steps (Flanagan and Godefroid, POPL 2005, figure 3;
 * sleep sets: Godefroid, LNCS 1032, 1996, chapter 5).
 *
 * After each schedule, wherever two dependent steps were taken in one order though the other one
 * was possible, that other order is noted as a task for the node where they parted.
 *
 * A thread and its companion (its timeout) are one process that may go on in two ways: they are
 * in program order, and where one was chosen the other is a task.
 */
#include "explore/engine/oracle.h"

#include "base/die.h"

#include <string.h>

#define DEPTH 20002
#define BIT(actor) (UINT64_C(1) << (actor))

struct node {
	uint64_t enabled;
	uint64_t sleep; /* choosing them here would repeat what has been covered elsewhere */
	uint64_t tasks; /* to be chosen here */
	uint64_t done;	/* have been chosen here before */
	int chosen;
	struct op op; /* of the chosen one */
};

/* Number of a process's latest step known: happens-before among the steps of a schedule. */
struct past {
	uint16_t at[ENGINE_THREADS];
};

struct memory {
	bool begun;
	unsigned long depth, fixed;
	uint64_t next_sleep;
	int processes; /* in the schedule under analysis */
	int created;
	unsigned long creation[ENGINE_THREADS]; /* the step that created the thread */
	struct past known[ENGINE_THREADS];
	struct past taken;	 /* how many steps each has taken so far */
	struct past past[DEPTH]; /* of each step, itself included */
	uint16_t number[DEPTH];	 /* of each step among its process's */
	struct node node[DEPTH];
};

static int process_of(int actor)
{
	return actor % ENGINE_THREADS;
}

/* What its process could do instead, too: one of the two may be asleep, and the other one not. */
static uint64_t ways_of(int actor)
{
	return BIT(process_of(actor)) | BIT(process_of(actor) + ENGINE_THREADS);
}

static void begin(void *arg, const struct oracle_settings *settings)
{
	struct memory *memory = arg;

	(void)settings;
	memory->begun = false;
	memory->depth = memory->fixed = 0;
}

static bool next(void *arg)
{
	struct memory *memory = arg;

	memory->next_sleep = 0;
	if (!memory->begun)
		return memory->begun = true;
	for (; memory->depth > 0; memory->depth--) {
		struct node *node = &memory->node[memory->depth - 1];
		uint64_t tasks;

		node->done |= BIT(node->chosen);
		tasks = node->tasks & node->enabled & ~node->done & ~node->sleep;
		if (!tasks)
			continue;
		node->chosen = __builtin_ctzll(tasks);
		memory->fixed = memory->depth;
		return true;
	}
	return false;
}

/* Who sleeps stays asleep until a dependent step is taken. */
static uint64_t sleep_after(const struct node *node, const struct choice *choice)
{
	uint64_t sleep = 0;

	for (uint64_t rest = node->sleep | node->done; rest; rest &= rest - 1) {
		int actor = __builtin_ctzll(rest);

		if (process_of(actor) != process_of(node->chosen) && choice->op[actor] &&
		    !op_depends(choice->op[actor], choice->op[node->chosen]))
			sleep |= BIT(actor);
	}
	return sleep;
}

static int pick(uint64_t candidates, int current)
{
	return current >= 0 && candidates & BIT(current) ? current : __builtin_ctzll(candidates);
}

static int choose(void *arg, const struct choice *choice)
{
	struct memory *memory = arg;
	struct node *node = &memory->node[choice->step];

	BUG_UNLESS(choice->step < DEPTH);
	if (choice->step >= memory->fixed) {
		uint64_t candidates = choice->enabled & ~memory->next_sleep;

		if (!candidates) {
			memory->depth = choice->step;
			return ORACLE_ABANDON;
		}
		*node = (struct node){.enabled = choice->enabled,
				      .sleep = memory->next_sleep,
				      .chosen = pick(candidates, choice->current)};
		node->tasks = BIT(node->chosen);
		memory->depth = choice->step + 1;
	}
	node->op = *choice->op[node->chosen];
	memory->next_sleep = sleep_after(node, choice);
	return node->chosen;
}

/* ---- after a schedule ---- */

static bool knows(const struct memory *memory, const struct past *past, unsigned long step)
{
	return past->at[process_of(memory->node[step].chosen)] >= memory->number[step];
}

static void join(struct past *into, const struct past *from, int processes)
{
	for (int i = 0; i < processes; i++)
		if (from->at[i] > into->at[i])
			into->at[i] = from->at[i];
}

/* Of the steps before one, of which each process had taken so many: are all in the past? */
static bool knows_all(const struct past *past, const struct past *taken, int processes)
{
	for (int i = 0; i < processes; i++)
		if (past->at[i] < taken->at[i])
			return false;
	return true;
}

/*
 * `actor` could take `op` when its process knows `past`: find the last step, of those before
 * `limit`, that it could have come before, and make that a task.
 */
static void find_reversal(struct memory *memory, int actor, const struct op *op,
			  const struct past *past, unsigned long limit)
{
	struct past before = memory->taken;

	for (unsigned long i = limit; i-- > 0 && !knows_all(past, &before, memory->processes);) {
		struct node *node = &memory->node[i];

		before.at[process_of(node->chosen)] = memory->number[i] - 1;
		if (process_of(node->chosen) == process_of(actor) || knows(memory, past, i) ||
		    !op_depends(&node->op, op) || !op_coenabled(&node->op, op))
			continue;
		if (node->enabled & BIT(actor)) {
			node->tasks |= node->enabled & ways_of(actor);
			return;
		}
		/* It was blocked there: somebody else may unblock it, or an earlier step blocks. */
		node->tasks |= node->enabled;
	}
}

/* The process stands before `op`, which may also time out: both count. */
static void find_reversals(struct memory *memory, int actor, const struct op *op,
			   const struct past *past, unsigned long limit)
{
	int process = process_of(actor);

	find_reversal(memory, actor, op, past, limit);
	if (op->expires && actor == process) {
		struct op expiry = *op;

		expiry.kind = OP_EXPIRE;
		expiry.writes = true;
		find_reversal(memory, process + ENGINE_THREADS, &expiry, past, limit);
	}
}

static void note_creation(struct memory *memory, unsigned long j)
{
	if (memory->node[j].op.kind == OP_CREATE && memory->created + 1 < ENGINE_THREADS)
		memory->creation[++memory->created] = j;
}

/* What step j knows: its process's past, and that of every earlier step it depends on. */
static void extend_past(struct memory *memory, unsigned long j)
{
	const struct node *node = &memory->node[j];
	int process = process_of(node->chosen);
	struct past *known = &memory->known[process], before = memory->taken;

	if (node->op.kind == OP_BEGIN && memory->creation[process] < j)
		join(known, &memory->past[memory->creation[process]], memory->processes);
	for (unsigned long i = j; i-- > 0 && !knows_all(known, &before, memory->processes);) {
		before.at[process_of(memory->node[i].chosen)] = memory->number[i] - 1;
		if (!knows(memory, known, i) && op_depends(&memory->node[i].op, &node->op))
			join(known, &memory->past[i], memory->processes);
	}
	memory->number[j] = memory->taken.at[process] = ++known->at[process];
	memory->past[j] = *known;
	note_creation(memory, j);
}

/*
 * A spurious wake-up never comes when it is the only thing that could: then the schedule ends.
 * It could have come before: where it was possible last, that is as good as anywhere later.
 */
static void let_chance_come(struct memory *memory, int actor)
{
	for (unsigned long i = memory->depth; i-- > 0;)
		if (memory->node[i].enabled & BIT(actor)) {
			memory->node[i].tasks |= BIT(actor);
			return;
		}
}

/*
 * What the processes knew before step `first`, from the analysis of the schedule before, which
 * began with the same steps. Without this each schedule would cost the square of its length.
 */
static void recall(struct memory *memory, unsigned long first)
{
	memset(memory->known, 0, sizeof memory->known);
	memset(&memory->taken, 0, sizeof memory->taken);
	memory->created = 0;
	for (unsigned long j = 0; j < first; j++) {
		int process = process_of(memory->node[j].chosen);

		memory->known[process] = memory->past[j];
		memory->taken.at[process] = memory->number[j];
		note_creation(memory, j);
	}
}

static void analyse(struct memory *memory, const struct run_view *run)
{
	unsigned long first = memory->fixed > 0 ? memory->fixed - 1 : 0;

	memory->processes = run->threads;
	recall(memory, first);
	for (unsigned long j = first; j < memory->depth; j++) {
		struct node *node = &memory->node[j];

		find_reversals(memory, node->chosen, &node->op,
			       &memory->known[process_of(node->chosen)], j);
		node->tasks |= node->enabled & ways_of(node->chosen);
		extend_past(memory, j);
	}
	for (int actor = 0; actor < ENGINE_ACTORS; actor++) {
		if (!run->op[actor])
			continue;
		find_reversals(memory, actor, run->op[actor], &memory->known[process_of(actor)],
			       memory->depth);
		if (actor >= ENGINE_THREADS && run->op[actor]->by_chance)
			let_chance_come(memory, actor);
	}
}

static void end(void *arg, const struct run_view *run)
{
	analyse(arg, run);
}

const struct oracle oracle_dpor = {"dpor", sizeof(struct memory), begin, next, choose, end};
