/*
 * main_scenario.c: a lab's variant as a scenario of the explorer: few workers, few operations, and
 * every interleaving of them. Started by the tour and the tests through explore_program:
 *
 *   build/labs/lab03-shared-list/explore/broken WORKERS OPS          all on one state
 *   build/labs/lab03-shared-list/explore/broken WORKERS OPS apart    each on a state of its own
 */
#include "base/die.h"
#include "explore/engine/engine.h"
#include "explore/engine/guard.h"
#include "explore/explore.h"
#include "explore/subject.h"
#include "explore/world/world.h"
#include "explore/world/world_base.h"
#include "lab/lab.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_WORKERS 16
#define ALIGNMENT 64

static struct {
	int workers;
	long ops;
	bool apart;
} size;

struct worker {
	void *state;
	int number;
};

static void *run_worker(void *arg)
{
	const struct worker *worker = arg;

	lab.work(worker->state, worker->number);
	return NULL;
}

static void *make_state(int workers, size_t bytes)
{
	void *state =
		world_aligned_alloc(ALIGNMENT, (bytes + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1));

	BUG_UNLESS(state);
	memset(state, 0, bytes);
	engine_share(state, bytes);
	if (lab.withhold)
		lab.withhold(state, workers, size.ops, guard_forbid);
	lab.init(state, workers, size.ops);
	return state;
}

/* The first worker's, or the one of all. */
static void make_states(struct worker *worker)
{
	int workers = size.apart ? 1 : size.workers;
	size_t bytes = lab.state_size(workers, size.ops);
	void *state = NULL;

	for (int i = 0; i < size.workers; i++) {
		if (!state || size.apart)
			state = make_state(workers, bytes);
		worker[i] = (struct worker){state, size.apart ? 0 : i};
	}
}

static void run_workers(struct worker *worker)
{
	pthread_t thread[MOST_WORKERS];

	for (int i = 0; i < size.workers; i++)
		if (world_pthread_create(&thread[i], NULL, run_worker, &worker[i]) != 0)
			BUG("a thread cannot be created");
	for (int i = 0; i < size.workers; i++)
		if (world_pthread_join(thread[i], NULL) != 0)
			BUG("a thread cannot be joined");
}

/* Who works apart must be right each, so one that is not will do. */
static int judge(const struct worker *worker)
{
	int outcome = lab.outcome(worker[0].state);

	for (int i = 1; size.apart && i < size.workers; i++)
		if (lab.outcomes[outcome].grade == LAB_EXPECTED)
			outcome = lab.outcome(worker[i].state);
	return outcome;
}

/* What the lab's state points to is not lost; nor, mostly, is what variables point to. */
static void check_leaks(const struct worker *worker)
{
	struct explore_region roots[MOST_WORKERS + 3] = {{NULL, 0}};
	int count = 0;

	for (int i = 0; i < size.workers; i++)
		roots[count++] = (struct explore_region){worker[i].state, 1};
	if (!lab.frees_all) {
		roots[count++] = subject_regions()[0];
		roots[count++] = subject_regions()[1];
	}
	world_check_leaks(roots);
}

static int run_all(void *unused)
{
	struct worker worker[MOST_WORKERS];
	int outcome;

	(void)unused;
	make_states(worker);
	run_workers(worker);
	outcome = judge(worker);
	check_leaks(worker);
	return outcome;
}

static bool is_forbidden(int outcome)
{
	return lab.outcomes[outcome].grade == LAB_FORBIDDEN;
}

static const char *describe(int outcome)
{
	static char text[256];

	snprintf(text, sizeof text, "%s: %s", lab.outcomes[outcome].name,
		 lab.outcomes[outcome].meaning);
	return text;
}

int main(int argc, char **argv)
{
	const struct explore_scenario scenario = {
		.body = run_all,
		.forbidden = is_forbidden,
		.describe = describe,
		.regions = subject_regions(),
	};

	if (argc < 3 || argc > 4 || (argc == 4 && strcmp(argv[3], "apart") != 0))
		die_user("give the numbers of workers and operations, and perhaps 'apart'");
	size.apart = argc == 4;
	size.workers = atoi(argv[1]);
	size.ops = atol(argv[2]);
	if (size.workers < 1 || size.workers > MOST_WORKERS || size.ops < 1)
		die_user("1 to %d workers, 1 operation or more", MOST_WORKERS);
	subject_guard();
	explore_serve(&scenario);
	return 0;
}
