/*
 * cover.c: strategies that come to an end: all inequivalent schedules, all with few preemptions, or
 * whatever one strategy that was asked for does (see search.h).
 */
#include "explore/search.h"

#include "base/die.h"

#include <stdio.h>

#define CERTIFY_SHARE 0.7

/* ---- cover all ---- */

static bool is_whole(const struct explore_coverage *coverage)
{
	return coverage->cut == 0 && coverage->loops_cut == 0;
}

static void forget_cuts(struct explore_coverage *coverage)
{
	coverage->cut = coverage->loops_cut = 0;
}

/*
 * Run `oracle` until it has covered everything (true) or time is up or the search has to go
 * elsewhere (false). A new race makes new decisions: what was covered must be covered again.
 */
static bool cover(struct board *board, const struct explore_scenario *scenario,
		  const struct oracle *oracle, int bound, double share)
{
	struct engine_settings settings = attempt_settings(board, false, true);
	enum stage stage = board->stage;

	board->found_spurious = true;
	while (oracle->next(board_oracle_memory(board, oracle))) {
		const struct engine_run *run = attempt_run(board, scenario, oracle, &settings);

		if (stage_judge(board, scenario, run))
			return false;
		if (run->new_race)
			stage_begin_oracle(board, oracle, bound);
		if (stage_is_late(board, share))
			return false;
	}
	return board->stage == stage;
}

/*
 * What a coroutine does from pause to pause is one step, which touches much: nearly all pairs of
 * them are dependent, and DPOR, which looks at single accesses, could not tell. There are few.
 */
static const struct oracle *certifier(const struct board *board)
{
	return board->options.cooperative ? &oracle_dfs : &oracle_dpor;
}

void cover_certify(struct board *board, const struct explore_scenario *scenario)
{
	struct explore_coverage *coverage = &board->result.coverage;
	const struct oracle *oracle = certifier(board);

	if (!board->stage_begun) {
		stage_open_phase(&board->result, oracle->name);
		stage_begin_oracle(board, oracle, -1);
		forget_cuts(coverage);
		coverage->spurious = !board->options.cooperative;
		board->stage_begun = true;
	}
	stage_phase(&board->result)->complete = cover(board, scenario, oracle, -1, CERTIFY_SHARE);
	if (board->stage != STAGE_CERTIFY)
		return;
	if (stage_phase(&board->result)->complete && board->race_found.kind != FAILURE_NONE) {
		stage_settle_for_race(board);
	} else if (stage_phase(&board->result)->complete) {
		coverage->complete = is_whole(coverage);
		stage_finish(board, coverage->complete ? EXPLORE_CERTIFIED : EXPLORE_NOTHING);
	} else if (board->options.cooperative) { /* no preemption that could be counted */
		stage_nothing_found(board);
	} else {
		board->bound = 0;
		stage_go_to(board, STAGE_BOUND);
	}
}

void cover_next_bound(struct board *board, const struct explore_scenario *scenario)
{
	struct explore_coverage *coverage = &board->result.coverage;
	char name[EXPLORE_NAME];

	if (!board->stage_begun) {
		snprintf(name, sizeof name, "bound %d", board->bound);
		stage_open_phase(&board->result, name);
		stage_begin_oracle(board, &oracle_dfs, board->bound);
		forget_cuts(coverage);
		board->stage_begun = true;
	}
	if (!cover(board, scenario, &oracle_dfs, board->bound, 1)) {
		if (board->stage == STAGE_BOUND)
			stage_nothing_found(board);
		return;
	}
	stage_phase(&board->result)->complete = true;
	if (is_whole(coverage))
		coverage->bound = board->bound;
	board->bound++;
	stage_go_to(board, STAGE_BOUND);
}

/* ---- as asked for ---- */

static bool is_random(const struct oracle *oracle)
{
	return oracle != &oracle_dfs && oracle != &oracle_dpor;
}

static void end_strategy(struct board *board, const struct oracle *oracle, bool complete)
{
	struct explore_coverage *coverage = &board->result.coverage;

	stage_phase(&board->result)->complete = complete;
	if (board->result.failures > 0) {
		stage_show_failure(board, &board->found, &board->found_schedule);
		return;
	}
	if (complete && !is_random(oracle) && is_whole(coverage)) {
		coverage->complete = oracle == &oracle_dpor || board->options.bound < 0;
		coverage->bound = oracle == &oracle_dfs ? board->options.bound : -1;
	}
	if (board->race_found.kind != FAILURE_NONE)
		stage_settle_for_race(board);
	else
		stage_finish(board, coverage->complete ? EXPLORE_CERTIFIED : EXPLORE_NOTHING);
}

void cover_by_strategy(struct board *board, const struct explore_scenario *scenario)
{
	const struct explore_options *options = &board->options;
	const struct oracle *oracle = oracle_find(options->strategy);
	struct engine_settings settings;

	BUG_UNLESS(oracle);
	settings = attempt_settings(board, options->every_point, options->spurious);
	board->found_spurious = options->spurious;
	if (!board->stage_begun) {
		stage_open_phase(&board->result, oracle->name);
		stage_begin_oracle(board, oracle, options->bound);
		board->result.coverage.spurious = options->spurious;
		board->stage_begun = true;
	}
	while (oracle->next(board_oracle_memory(board, oracle))) {
		const struct engine_run *run = attempt_run(board, scenario, oracle, &settings);

		if (stage_judge(board, scenario, run))
			return;
		if (run->new_race && !is_random(oracle) && !options->every_point)
			stage_begin_oracle(board, oracle, options->bound);
		if ((options->schedules && board->in_stage >= options->schedules) ||
		    stage_is_late(board, 1)) {
			end_strategy(board, oracle, false);
			return;
		}
	}
	end_strategy(board, oracle, true);
}
