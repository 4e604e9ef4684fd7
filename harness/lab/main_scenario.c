/*
 * main_scenario.c: a lab's variant as a scenario of the explorer: few workers, few operations, and
 * every interleaving of them. Started by the tour and the tests through explore_program:
 *
 *   build/labs/lab03-shared-list/explore/broken WORKERS OPS
 */
#include "base/die.h"
#include "explore/engine/engine.h"
#include "explore/explore.h"
#include "explore/world/world.h"
#include "lab/lab.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_WORKERS 16
#define ALIGNMENT 64

static struct {
	int workers;
	long ops;
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

static void *make_state(void)
{
	size_t bytes = lab.state_size(size.workers, size.ops);
	void *state =
		world_aligned_alloc(ALIGNMENT, (bytes + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1));

	BUG_UNLESS(state);
	memset(state, 0, bytes);
	engine_share(state, bytes);
	lab.init(state, size.workers, size.ops);
	return state;
}

static int run_all(void *unused)
{
	struct worker worker[MOST_WORKERS];
	pthread_t thread[MOST_WORKERS];
	void *state = make_state();

	(void)unused;
	for (int i = 0; i < size.workers; i++) {
		worker[i] = (struct worker){state, i};
		if (!(world_pthread_create(&thread[i], NULL, run_worker, &worker[i]) == 0))
			BUG("a thread cannot be created or joined");
	}
	for (int i = 0; i < size.workers; i++)
		if (!(world_pthread_join(thread[i], NULL) == 0))
			BUG("a thread cannot be created or joined");
	return lab.outcome(state);
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
		.body = run_all, .forbidden = is_forbidden, .describe = describe};

	if (argc != 3)
		die_user("give the numbers of workers and operations");
	size.workers = atoi(argv[1]);
	size.ops = atol(argv[2]);
	if (size.workers < 1 || size.workers > MOST_WORKERS || size.ops < 1)
		die_user("1 to %d workers, 1 operation or more", MOST_WORKERS);
	explore_serve(&scenario);
	return 0;
}
