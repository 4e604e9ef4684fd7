/*
 * main_history.c: the main function of a scenario whose calls are written down: for each
 * interleaving that the explorer tries, can what they returned be explained one after the other?
 * Arguments: workers, operations.
 */
#include "base/die.h"
#include "explore/engine/engine.h"
#include "explore/engine/guard.h"
#include "explore/explore.h"
#include "explore/subject.h"
#include "explore/world/world.h"
#include "linear/scenario.h"

#include <stdlib.h>
#include <string.h>

#define MOST_WORKERS 8
#define ALIGNMENT 64

enum { EXPLAINED, NOT_EXPLAINED };

static int workers;
static long ops;
static struct linear_history history;

struct worker {
	void *state;
	int number;
};

/* Ends exclude each other and beginnings; beginnings may change places. */
static void take_step(bool ends)
{
	engine_perform(
		&(struct op){.kind = OP_CLOCK, .writes = ends, .object = &history, .size = 1});
}

static void *run_worker(void *arg)
{
	const struct worker *worker = arg;

	linear_scenario.work(worker->state, worker->number, ops, &history);
	return NULL;
}

static void *make_state(void)
{
	size_t bytes = linear_scenario.state_size(workers, ops);
	void *state =
		world_aligned_alloc(ALIGNMENT, (bytes + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1));

	BUG_UNLESS(state);
	memset(state, 0, bytes);
	engine_share(state, bytes);
	if (linear_scenario.withhold)
		linear_scenario.withhold(state, guard_forbid);
	linear_scenario.init(state, workers, ops);
	return state;
}

static int run_all(void *unused)
{
	struct worker worker[MOST_WORKERS];
	pthread_t thread[MOST_WORKERS];
	void *state;

	(void)unused;
	memset(&history, 0, sizeof history);
	history.step = take_step;
	history.hurry = engine_hurry;
	state = make_state();
	for (int i = 0; i < workers; i++) {
		worker[i] = (struct worker){state, i};
		if (world_pthread_create(&thread[i], NULL, run_worker, &worker[i]) != 0)
			BUG("a thread cannot be created");
	}
	for (int i = 0; i < workers; i++)
		if (world_pthread_join(thread[i], NULL) != 0)
			BUG("a thread cannot be joined");
	linear_scenario.finish(state, workers, &history);
	return linear_check(&history, &linear_scenario.model) ? EXPLAINED : NOT_EXPLAINED;
}

static bool is_forbidden(int outcome)
{
	return outcome != EXPLAINED;
}

static const char *describe(int outcome)
{
	static const char start[] = "calls that no order explains: ";
	static char text[FAILURE_TEXT - 100];

	(void)outcome;
	strcpy(text, start);
	linear_describe(&history, &linear_scenario.model, text + sizeof start - 1,
			sizeof text - sizeof start);
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

	if (argc != 3)
		die_user("give the numbers of workers and operations");
	workers = atoi(argv[1]);
	ops = atol(argv[2]);
	if (workers < 1 || workers > MOST_WORKERS || ops < 1)
		die_user("1 to %d workers, 1 operation or more", MOST_WORKERS);
	subject_guard();
	explore_serve(&scenario);
	return 0;
}
