/*
 * search.c: how soon lab03's broken list is found out, over many seeds; and that a search that
 * several processes share says the same each time.
 */
#include "suite.h"

#include "explore/explore.h"
#include "measure/stats.h"

#include <stdio.h>
#include <string.h>

#define SEEDS 40
#define BROKEN "build/labs/lab03-shared-list/explore/broken"

static struct explore_result *explore(const struct explore_options *options)
{
	char program[] = BROKEN, workers[] = "2", ops[] = "1";
	char *argv[] = {program, workers, ops, NULL};

	return explore_program(argv, options);
}

static void found_soon(void)
{
	struct explore_options options = EXPLORE_DEFAULTS;
	double race[SEEDS], harm[SEEDS];

	options.unshrunk = options.no_trace = true;
	for (int i = 0; i < SEEDS; i++) {
		struct explore_result *result;

		options.seed = (uint64_t)i + 1;
		result = explore(&options);
		CU_ASSERT_EQUAL(result->failure.kind, FAILURE_OUTCOME);
		CU_ASSERT_NOT_EQUAL(result->first_race, 0);
		race[i] = (double)result->first_race;
		harm[i] = (double)result->first_failure;
		explore_free(result);
	}
	printf("  race in schedule %.0f, harm in schedule %.0f (medians of %d seeds)\n",
	       stats_median(race, SEEDS), stats_median(harm, SEEDS), SEEDS);
	CU_ASSERT_TRUE(stats_median(race, SEEDS) <= 3);
	CU_ASSERT_TRUE(stats_median(harm, SEEDS) <= 50);
}

static bool same(const struct explore_result *one, const struct explore_result *other)
{
	return one->schedules == other->schedules && one->preemptions == other->preemptions &&
	       one->first_race == other->first_race && one->races.count == other->races.count &&
	       one->first_failure == other->first_failure &&
	       strcmp(one->string, other->string) == 0;
}

static void jobs_agree(void)
{
	struct explore_options options = EXPLORE_DEFAULTS;

	for (int i = 0; i < SEEDS; i++) {
		struct explore_result *first, *second;

		options.seed = (uint64_t)i + 1;
		options.jobs = 1 + i % 4;
		first = explore(&options);
		second = explore(&options);
		CU_ASSERT_EQUAL(first->failure.kind, FAILURE_OUTCOME);
		CU_ASSERT_TRUE(same(first, second));
		explore_free(first);
		explore_free(second);
	}
}

static void jobs_share_the_work(void)
{
	struct explore_options options = EXPLORE_DEFAULTS;
	struct explore_result *result;
	unsigned long outcomes = 0;

	snprintf(options.strategy, sizeof options.strategy, "random");
	options.keep_going = options.keep_races = options.unshrunk = options.no_trace = true;
	options.schedules = 10000;
	options.jobs = 3;
	result = explore(&options);
	for (int i = 0; i < result->outcome_count; i++)
		outcomes += result->outcome[i].schedules;
	CU_ASSERT_EQUAL(result->phase[0].schedules, 10000);
	CU_ASSERT_EQUAL(outcomes, 10000);
	CU_ASSERT_NOT_EQUAL(result->failures, 0);
	explore_free(result);
}

int main(int argc, char **argv)
{
	static CU_TestInfo tests[] = {
		{"the race in 3 schedules, the harm in 50", found_soon},
		{"two searches by 1 to 4 jobs are the same", jobs_agree},
		{"3 jobs run 10,000 schedules together", jobs_share_the_work},
		CU_TEST_INFO_NULL,
	};

	return suite_run("search", tests, argc, argv);
}
