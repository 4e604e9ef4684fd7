/*
 * explore.c: the explorer's promises that can be checked by counting: closed forms, strategies,
 * bounds, replays, and schedule strings.
 */
#include "suite.h"

#include "explore/engine/engine.h"
#include "explore/explore.h"
#include "explore/world/hooks.h"
#include "explore/world/world.h"

#include <stdio.h>
#include <string.h>

static bool never(int outcome)
{
	(void)outcome;
	return false;
}

/* ---- closed forms ---- */

static unsigned own[2];

/* With its beginning and end, four steps that no other such thread can notice. */
static void run_alone(void *arg)
{
	unsigned *mine = arg;

	engine_access(mine, sizeof *mine, true, 1, NULL);
	engine_access(mine, sizeof *mine, true, 2, NULL);
	engine_perform(
		&(struct op){.kind = OP_END, .writes = true, .object = engine_self(), .size = 1});
}

static bool all_ended(const struct op *op, const struct thread *thread)
{
	(void)op, (void)thread;
	return !engine_thread(1)->op && !engine_thread(2)->op;
}

static int run_two(void *unused)
{
	struct op wait = {.kind = OP_JOIN, .size = 1, .ready = all_ended};

	(void)unused;
	wait.object = engine_spawn(run_alone, &own[0], 0);
	wait.second = engine_spawn(run_alone, &own[1], 0);
	engine_perform(&wait);
	return 0;
}

static unsigned long count_schedules(const char *strategy)
{
	const struct explore_scenario scenario = {.body = run_two, .forbidden = never};
	struct explore_options options = EXPLORE_DEFAULTS;
	struct explore_result *result;
	unsigned long schedules;

	snprintf(options.strategy, sizeof options.strategy, "%s", strategy);
	result = explore_run(&scenario, &options);
	schedules = result->schedules;
	CU_ASSERT_EQUAL(result->verdict, EXPLORE_CERTIFIED);
	explore_free(result);
	return schedules;
}

static void closed_forms(void)
{
	CU_ASSERT_EQUAL(count_schedules("dfs"), 70); /* 8 over 4 */
	CU_ASSERT_EQUAL(count_schedules("dpor"), 1);
}

/* ---- a lost update ---- */

static void *increment(void *unused)
{
	unsigned value;

	hook_read4(&own[0]);
	value = own[0];
	hook_write4(&own[0]);
	own[0] = value + 1;
	return unused;
}

static int run_increments(void *unused)
{
	pthread_t one, two;

	(void)unused;
	own[0] = 0;
	world_pthread_create(&one, NULL, increment, NULL);
	world_pthread_create(&two, NULL, increment, NULL);
	world_pthread_join(one, NULL);
	world_pthread_join(two, NULL);
	return (int)own[0];
}

static bool is_lost(int outcome)
{
	return outcome != 2;
}

static const struct explore_scenario lost_update = {.body = run_increments, .forbidden = is_lost};

static void strategies_find_it(void)
{
	static const char *const names[] = {"random", "urw", "pct", "pos", "dfs", "dpor"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct explore_options options = EXPLORE_DEFAULTS;
		struct explore_result *result;

		snprintf(options.strategy, sizeof options.strategy, "%s", names[i]);
		options.schedules = 2000;
		result = explore_run(&lost_update, &options);
		CU_ASSERT_EQUAL(result->failure.kind, FAILURE_OUTCOME);
		CU_ASSERT_EQUAL(result->preemptions, 1);
		CU_ASSERT_TRUE(result->minimal);
		explore_free(result);
	}
}

static enum failure_kind with_bound(int bound)
{
	struct explore_options options = EXPLORE_DEFAULTS;
	struct explore_result *result;
	enum failure_kind kind;

	snprintf(options.strategy, sizeof options.strategy, "dfs");
	options.bound = bound;
	options.keep_races = true;
	result = explore_run(&lost_update, &options);
	kind = result->failure.kind;
	explore_free(result);
	return kind;
}

static void bounds_bound(void)
{
	CU_ASSERT_EQUAL(with_bound(0), FAILURE_NONE);
	CU_ASSERT_EQUAL(with_bound(1), FAILURE_OUTCOME);
}

static void replays(void)
{
	struct explore_options options = EXPLORE_DEFAULTS;
	struct explore_result *first, *second;

	for (options.seed = 1; options.seed <= 20; options.seed++) {
		options.schedule = NULL;
		first = explore_run(&lost_update, &options);
		second = explore_run(&lost_update, &options);
		CU_ASSERT_STRING_EQUAL(first->string, second->string);
		CU_ASSERT_EQUAL(first->schedules, second->schedules);
		explore_free(second);
		options.schedule = first->string;
		second = explore_run(&lost_update, &options);
		CU_ASSERT_EQUAL(second->verdict, EXPLORE_FAILED);
		CU_ASSERT_EQUAL(second->failure.kind, FAILURE_OUTCOME);
		CU_ASSERT_STRING_EQUAL(second->string, first->string);
		CU_ASSERT_EQUAL(first->trace.count, second->trace.count);
		explore_free(second);
		explore_free(first);
	}
}

static void foreign_schedules_mismatch(void)
{
	static const char *const strings[] = {"",
					      "rubbish",
					      "v1-aaaa-0x1_1x2",
					      "v1-aaaa-",
					      "v1-aaaa-0x0",
					      "v1-aaaa-64x1",
					      "v1-aaaa-0x1_",
					      "v2-aaaa-0x1",
					      "v1-aa!a-0x1",
					      "v1-aaaa-0x1junk"};

	for (size_t i = 0; i < sizeof strings / sizeof *strings; i++) {
		struct explore_options options = EXPLORE_DEFAULTS;
		struct explore_result *result;

		options.schedule = strings[i];
		result = explore_run(&lost_update, &options);
		CU_ASSERT_EQUAL(result->verdict, EXPLORE_MISMATCH);
		CU_ASSERT_NOT_EQUAL(result->failure.text[0], '\0');
		explore_free(result);
	}
}

int main(int argc, char **argv)
{
	static CU_TestInfo tests[] = {
		{"closed forms: 70 interleavings, 1 class", closed_forms},
		{"each strategy finds a lost update, and it shrinks to one preemption",
		 strategies_find_it},
		{"a bound bounds", bounds_bound},
		{"the same seed gives the same schedule, which replays", replays},
		{"foreign and malformed schedules are told", foreign_schedules_mismatch},
		CU_TEST_INFO_NULL,
	};

	return suite_run("explore", tests, argc, argv);
}
