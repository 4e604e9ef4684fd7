/* attempt.c: one schedule, from a clean state, counted and judged (see search.h). */
#include "explore/search.h"

#include "base/die.h"
#include "explore/world/world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define POINTS_PER_STEP 250

/* ---- memory that is put back before each schedule ---- */

static struct {
	const struct explore_region *regions;
	char *copy; /* of all, one after the other */
} snapshot;

void attempt_prepare(const struct explore_region *regions)
{
	size_t size = 0;
	char *to;

	snapshot.regions = regions;
	if (!regions)
		return;
	for (const struct explore_region *region = regions; region->start; region++)
		size += region->size;
	snapshot.copy = to = malloc(size + 1);
	if (!to)
		die_system("no memory for a copy of the program's variables");
	for (const struct explore_region *region = regions; region->start; region++) {
		memcpy(to, region->start, region->size);
		to += region->size;
	}
}

static void reset(void)
{
	const char *from = snapshot.copy;

	world_reset();
	if (!snapshot.regions)
		return;
	for (const struct explore_region *region = snapshot.regions; region->start; region++) {
		memcpy(region->start, from, region->size);
		from += region->size;
	}
}

/* ---- one schedule ---- */

struct failure attempt_judge(const struct explore_scenario *scenario, const struct engine_run *run)
{
	struct failure failure = {.kind = FAILURE_NONE};

	if (run->ending == ENGINE_FAILED)
		return run->failure;
	if (run->ending != ENGINE_DONE)
		return failure;
	if (scenario->forbidden && scenario->forbidden(run->status)) {
		failure.kind = FAILURE_OUTCOME;
		failure.object = (uint64_t)run->status;
		if (scenario->describe)
			snprintf(failure.text, sizeof failure.text, "the run ends as %s",
				 scenario->describe(run->status));
		else
			snprintf(failure.text, sizeof failure.text,
				 "the run ends with forbidden outcome %d", run->status);
	} else if (!scenario->forbidden && run->status != 0) {
		failure.kind = FAILURE_EXIT;
		snprintf(failure.text, sizeof failure.text, "main returns %d", run->status);
	}
	return failure;
}

static void count_run(struct board *board, const struct engine_run *run)
{
	struct explore_result *result = &board->result;

	result->schedules++;
	board->in_stage++;
	result->steps += run->steps;
	result->points += run->points;
	if (run->raced && !result->first_race)
		result->first_race = result->schedules;
	result->redundant += run->ending == ENGINE_ABANDONED;
	result->coverage.cut += run->ending == ENGINE_CUT;
	result->coverage.loops_cut += run->inexact_cuts;
	result->coverage.relaxed |= run->relaxed;
	result->coverage.spurious_limited |= run->withheld;
}

struct engine_run *attempt_run(struct board *board, const struct explore_scenario *scenario,
			       const struct oracle *oracle, const struct engine_settings *settings)
{
	static struct engine_run run;
	struct engine_program program = {scenario->body, scenario->arg, reset};

	atomic_store(&board->running, true);
	engine_run(&program, settings, oracle, board_oracle_memory(board, oracle), &board->memory,
		   &run);
	atomic_store(&board->running, false);
	count_run(board, &run);
	return &run;
}

struct engine_settings attempt_settings(const struct board *board, bool every_point, bool spurious)
{
	unsigned long steps = board->options.most_steps;

	/* Coroutines switch at their pauses only, whatever a strategy would like. */
	return (struct engine_settings){.every_point = every_point && !board->options.cooperative,
					.spurious = spurious && !board->options.cooperative,
					.processes = board->options.processes,
					.leaks = board->options.leaks,
					.no_waiting = board->options.no_waiting,
					.cooperative = board->options.cooperative,
					.no_spinning = board->options.no_spinning,
					.most_steps = steps,
					.most_points = steps * POINTS_PER_STEP};
}

struct engine_settings attempt_step_by_step(const struct board *board, bool spurious)
{
	struct engine_settings settings = attempt_settings(board, true, spurious);

	settings.every_point = true;
	settings.most_steps = settings.most_points;
	return settings;
}
