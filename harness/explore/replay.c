/* replay.c: a schedule once more, step by step, for its trace (see search.h). */
#include "explore/search.h"

#include "base/die.h"
#include "explore/world/world.h"

#include <stdio.h>
#include <string.h>

/* ---- replay ---- */

static const struct engine_run *replay(struct board *board, const struct explore_scenario *scenario)
{
	struct oracle_settings follow = {.seed = 1, .schedule = &board->found_schedule};
	void *memory = board_oracle_memory(board, &oracle_replay);
	struct engine_settings settings = attempt_step_by_step(board, true);

	settings.trace = board->options.no_trace ? NULL : &board->result.trace;
	memset(memory, 0, oracle_replay.memory);
	oracle_replay.begin(memory, &follow);
	if (!oracle_replay.next(memory))
		BUG("a schedule cannot be replayed at all");
	return attempt_run(board, scenario, &oracle_replay, &settings);
}

static void keep_output(struct explore_result *result)
{
	size_t length;
	const char *output = world_output(&length);

	if (length >= sizeof result->output)
		length = sizeof result->output - 1;
	memcpy(result->output, output, length);
	result->output[length] = '\0';
	result->output_length = (uint32_t)length;
}

static void keep_schedule(struct board *board, const struct engine_run *run)
{
	struct explore_result *result = &board->result;

	result->schedule = board->memory.schedule;
	result->preemptions = run->preemptions;
	keep_output(result);
	if (!explore_format_schedule(&result->schedule, result->string, sizeof result->string))
		result->string[0] = '\0';
}

static bool has_same_failure(const struct board *board, const struct engine_run *run,
			     const struct failure *failure)
{
	if (board->found.kind == FAILURE_RACE)
		return run->raced;
	return failure->kind == board->found.kind;
}

void replay_show(struct board *board, const struct explore_scenario *scenario)
{
	const struct engine_run *run = replay(board, scenario);
	struct failure failure = attempt_judge(scenario, run);

	keep_schedule(board, run);
	board->result.failure = board->found;
	if (has_same_failure(board, run, &failure) && board->found.kind != FAILURE_RACE)
		board->result.failure = failure;
	stage_finish(board, EXPLORE_FAILED);
}

/* The schedule that was asked for: does the program still follow it? */
void replay_given(struct board *board, const struct explore_scenario *scenario)
{
	uint32_t wanted = board->found_schedule.fingerprint;
	const struct engine_run *run;
	struct failure failure;
	void *memory = board_oracle_memory(board, &oracle_replay);

	stage_open_phase(&board->result, "replay");
	run = replay(board, scenario);
	failure = attempt_judge(scenario, run);
	keep_schedule(board, run);
	if (!oracle_replay_matched(memory) ||
	    explore_fold_fingerprint(board->memory.schedule.fingerprint) != wanted) {
		snprintf(board->result.failure.text, sizeof board->result.failure.text,
			 "the schedule is of another program, or this one has changed since: "
			 "explore it anew");
		stage_finish(board, EXPLORE_MISMATCH);
		return;
	}
	if (failure.kind == FAILURE_NONE && run->raced)
		failure = stage_describe_race(board);
	board->result.failure = failure;
	stage_finish(board, failure.kind == FAILURE_NONE ? EXPLORE_NOTHING : EXPLORE_FAILED);
}
