/*
 * shrink.c: the same failure with fewer preemptions.
 *
 * A schedule is a row of segments. Where a thread is interrupted and goes on later, either its
 * later segment is pulled forward to where it stopped, or what it did before is pushed back to
 * where it goes on. Each such change is tried; those that keep the failure stay. When none does,
 * the schedule is locally minimal: no preemption can be removed in this way.
 */
#include "explore/search.h"

#include <string.h>

#define MOST_TRIES 3000
#define MOST_SEGMENTS 400 /* longer ones would take too long */

/* Copy all but segment `from`, and let `to` absorb it. */
static void merge(const struct schedule *schedule, uint32_t from, uint32_t to,
		  struct schedule *merged)
{
	merged->count = 0;
	for (uint32_t i = 0; i < schedule->count; i++) {
		struct segment *last;

		if (i == from)
			continue;
		merged->at[merged->count] = schedule->at[i];
		if (i == to)
			merged->at[merged->count].count += schedule->at[from].count;
		last = merged->count > 0 ? &merged->at[merged->count - 1] : NULL;
		if (last && last->actor == schedule->at[i].actor)
			last->count += merged->at[merged->count].count;
		else
			merged->count++;
	}
}

static uint32_t find_next(const struct schedule *schedule, uint32_t i)
{
	uint32_t j = i + 1;

	while (j < schedule->count && schedule->at[j].actor != schedule->at[i].actor)
		j++;
	return j;
}

/* Run board->candidate; true if the failure is the same one. */
static bool fails_alike(struct board *board, const struct explore_scenario *scenario,
			unsigned *preemptions)
{
	struct oracle_settings follow = {.seed = 1, .depth = 1, .schedule = &board->candidate};
	struct engine_settings settings = attempt_step_by_step(board, board->found_spurious);
	void *memory = board_oracle_memory(board, &oracle_replay);
	const struct engine_run *run;

	memset(memory, 0, oracle_replay.memory);
	oracle_replay.begin(memory, &follow);
	oracle_replay.next(memory);
	run = attempt_run(board, scenario, &oracle_replay, &settings);
	*preemptions = run->preemptions;
	if (board->found.kind == FAILURE_RACE)
		return run->raced;
	return attempt_judge(scenario, run).kind == board->found.kind;
}

static bool is_better(const struct board *board, unsigned preemptions)
{
	return preemptions < board->best_preemptions ||
	       (preemptions == board->best_preemptions &&
		board->memory.schedule.count < board->best.count);
}

static void keep(struct board *board, unsigned preemptions)
{
	board->best = board->memory.schedule;
	board->found_schedule = board->best;
	board->best_preemptions = preemptions;
}

/* Try both ways of closing the gap after segment i. */
static bool close_gap(struct board *board, const struct explore_scenario *scenario, uint32_t i)
{
	uint32_t j = find_next(&board->best, i);

	if (j == board->best.count)
		return false;
	for (int backwards = 0; backwards < 2; backwards++) {
		unsigned preemptions;

		merge(&board->best, backwards ? i : j, backwards ? j : i, &board->candidate);
		if (fails_alike(board, scenario, &preemptions) && is_better(board, preemptions)) {
			keep(board, preemptions);
			return true;
		}
	}
	return false;
}

/* One pass over all gaps; true if some could be closed. */
static bool improve(struct board *board, const struct explore_scenario *scenario, int *tries)
{
	for (uint32_t i = 0; i + 1 < board->best.count && *tries > 0; i++, *tries -= 2)
		if (close_gap(board, scenario, i))
			return true;
	return false;
}

void shrink_go(struct board *board, const struct explore_scenario *scenario)
{
	int tries = MOST_TRIES;

	board->candidate = board->found_schedule;
	if (board->candidate.overflowed || board->candidate.count > MOST_SEGMENTS ||
	    !fails_alike(board, scenario, &board->best_preemptions))
		return;
	board->result.preemptions_found = board->best_preemptions;
	keep(board, board->best_preemptions);
	while (improve(board, scenario, &tries))
		;
	board->result.minimal = tries > 0;
}
