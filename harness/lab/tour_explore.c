/*
 * tour_explore.c: every interleaving of a few workers: the one that goes wrong, drawn step by step,
 * and how many of all do (see tour.h).
 */
#include "lab/lab.h"
#include "lab/tour.h"

#include "base/die.h"
#include "base/file.h"
#include "base/term.h"
#include "explore/explore.h"
#include "explore/show/show.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#define BUDGET 10

static void report_progress(const struct explore_result *result)
{
	term_progress("exploring: %lu schedules, %.0f s", result->schedules, result->seconds);
}

static struct explore_result *explore(const struct lab_exploration *exploration, char *program,
				      const struct explore_options *options)
{
	char workers[16], ops[24];
	char *argv[] = {program, workers, ops, NULL};
	struct explore_result *result;

	snprintf(workers, sizeof workers, "%d", exploration->workers);
	snprintf(ops, sizeof ops, "%ld", exploration->ops);
	result = explore_program(argv, options);
	term_progress_end();
	return result;
}

static void find_program(const struct lab_exploration *exploration, char *program, size_t size)
{
	char folder[PATH_MAX - 64];

	if (file_own_folder(folder, sizeof folder) != 0)
		die_system("cannot find my own folder");
	snprintf(program, size, "%s/explore/%s", folder, exploration->variant);
}

static void keep_outcomes(struct tour_exploration *kept, const struct explore_result *result)
{
	kept->is_complete = result->phase[0].complete;
	for (int i = 0; i < result->outcome_count && i < TOUR_OUTCOMES; i++)
		kept->outcome[kept->outcomes++] = result->outcome[i];
}

/* Schedules that did not come to their end: a deadlock, a crash... These have no outcome. */
static unsigned long count_endless(const struct explore_result *result)
{
	unsigned long judged = 0;

	for (int i = 0; i < result->outcome_count; i++)
		if (result->outcome[i].forbidden)
			judged += result->outcome[i].schedules;
	return result->failures > judged ? result->failures - judged : 0;
}

static void print_outcomes(const struct explore_result *result)
{
	unsigned long endless = count_endless(result), total = endless;

	for (int i = 0; i < result->outcome_count; i++)
		total += result->outcome[i].schedules;
	printf("  Of %lu%s inequivalent schedules", total,
	       result->phase[0].complete ? "" : " or more");
	for (int i = 0; i < result->outcome_count; i++)
		printf("%s %lu: %s", i ? "," : "", result->outcome[i].schedules,
		       lab.outcomes[result->outcome[i].value].name);
	if (endless > 0)
		printf("%s %lu: no end", result->outcome_count ? "," : "", endless);
	printf(".\n");
}

/* Of all schedules that differ in more than the order of independent steps: how many end how? */
static void show_outcomes(struct tour_exploration *kept, char *program)
{
	struct explore_options options = EXPLORE_DEFAULTS;
	struct explore_result *result;

	snprintf(options.strategy, sizeof options.strategy, lab.is_cooperative ? "dfs" : "dpor");
	options.cooperative = lab.is_cooperative;
	options.keep_going = options.keep_races = options.no_trace = options.unshrunk = true;
	options.budget = BUDGET;
	result = explore(kept->what, program, &options);
	keep_outcomes(kept, result);
	print_outcomes(result);
	explore_free(result);
}

/* What the outcome means, in the lab's own words. */
static void print_meaning(const struct explore_result *result)
{
	const struct lab_outcome *outcome = &lab.outcomes[result->failure.object];

	if (result->verdict == EXPLORE_FAILED && result->failure.kind == FAILURE_OUTCOME)
		printf("  That outcome is \"%s\": %s.\n", outcome->name, outcome->meaning);
}

static void show_replay(struct tour_exploration *kept, const struct explore_result *result,
			const char *program)
{
	if (result->verdict != EXPLORE_FAILED)
		return;
	snprintf(kept->replay, sizeof kept->replay,
		 "build/bin/explore --schedule=%s%s %s -- %d %ld", result->string,
		 lab.is_cooperative ? " --cooperative" : "", program, kept->what->workers,
		 kept->what->ops);
	printf("  See it again: %s\n", kept->replay);
}

static void show(const struct tour *tour, struct tour_exploration *kept)
{
	const struct lab_exploration *exploration = kept->what;
	struct explore_options options = EXPLORE_DEFAULTS;
	struct explore_result *result;
	char program[PATH_MAX];

	options.progress = report_progress;
	options.budget = BUDGET;
	options.cooperative = lab.is_cooperative;
	find_program(exploration, program, sizeof program);
	tour_headline("%s (%d workers, %ld operation%s each)", exploration->headline,
		      exploration->workers, exploration->ops, exploration->ops == 1 ? "" : "s");
	result = explore(exploration, program, &options);
	if (result->verdict == EXPLORE_FAILED)
		show_diagram(result, program);
	show_verdict(result, program);
	print_meaning(result);
	show_replay(kept, result, program);
	kept->verdict = result->verdict;
	kept->schedules = result->schedules;
	tour_save_steps(tour, kept, result, program);
	explore_free(result);
	show_outcomes(kept, program);
}

void tour_show_explorations(struct tour *tour)
{
	for (const struct lab_exploration *e = lab.explorations; e && e->variant; e++) {
		struct tour_exploration *kept = &tour->exploration[tour->explorations++];

		BUG_UNLESS(tour->explorations <= TOUR_MOST);
		*kept = (struct tour_exploration){.what = e};
		show(tour, kept);
	}
}
