/* stage.c: what a run means for the search: from stage to stage (see search.h). */
#include "explore/search.h"

#include "base/die.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>

double stage_elapsed(const struct board *board)
{
	struct timespec time;

	if (clock_gettime(CLOCK_MONOTONIC, &time) != 0)
		BUG("no monotonic clock");
	return (double)time.tv_sec + (double)time.tv_nsec * 1e-9 - board->started;
}

/* ---- from stage to stage ---- */

void stage_go_to(struct board *board, enum stage stage)
{
	board->in_stage = 0;
	board->stage_begun = false;
	board->stage_started = stage_elapsed(board);
	atomic_store(&board->stage, stage);
}

/* A job's board is done when it leaves the stages in which schedules are drawn at random. */
bool stage_is_over(const struct board *board)
{
	return board->stage == STAGE_DONE ||
	       (board->whole && board->stage != STAGE_FIND && board->stage != STAGE_HARM &&
		board->stage != STAGE_STRATEGY);
}

unsigned long stage_number(const struct board *board, unsigned long schedule)
{
	if (!board->whole || schedule == 0)
		return schedule;
	return (schedule - 1) * (unsigned long)board->jobs + (unsigned long)board->job + 1;
}

void stage_open_phase(struct explore_result *result, const char *name)
{
	struct explore_phase *phase = &result->phase[result->phase_count];

	if (result->phase_count == EXPLORE_PHASES)
		return;
	result->phase_count++;
	snprintf(phase->name, sizeof phase->name, "%s", name);
	result->outcome_count = 0;
	result->more_outcomes = false;
}

struct explore_phase *stage_phase(struct explore_result *result)
{
	return &result->phase[result->phase_count - 1];
}

static void copy_races(struct board *board)
{
	board->result.races = board->memory.races;
}

/* A failure is to be shown: shrunk, then replayed. */
void stage_show_failure(struct board *board, const struct failure *failure,
			const struct schedule *schedule)
{
	board->found = *failure;
	if (schedule != &board->found_schedule)
		board->found_schedule = *schedule;
	copy_races(board);
	stage_go_to(board, board->options.unshrunk ? STAGE_SHOW : STAGE_SHRINK);
}

void stage_finish(struct board *board, enum explore_verdict verdict)
{
	board->result.verdict = verdict;
	copy_races(board);
	stage_go_to(board, STAGE_DONE);
}

static void refuse(struct board *board, const struct failure *failure)
{
	board->result.failure = *failure;
	stage_finish(board, EXPLORE_REFUSED);
}

/* The failure that a race alone is. */
struct failure stage_describe_race(const struct board *board)
{
	const struct race *race = &board->memory.races.at[0];
	struct failure failure = {.kind = FAILURE_RACE,
				  .thread = race->second.thread,
				  .pc = race->second.pc,
				  .object = race->second.address};

	snprintf(failure.text, sizeof failure.text,
		 "T%d %s {%p} while T%d may be %s it, and nothing orders the two",
		 race->second.thread, race->second.writes ? "writes" : "reads",
		 (void *)(uintptr_t)race->second.address, race->first.thread,
		 race->first.writes ? "writing" : "reading");
	return failure;
}

/* Nothing worse was found than the race itself. */
void stage_settle_for_race(struct board *board)
{
	stage_show_failure(board, &board->race_found, &board->race_schedule);
}

void stage_nothing_found(struct board *board)
{
	if (board->race_found.kind != FAILURE_NONE)
		stage_settle_for_race(board);
	else
		stage_finish(board, EXPLORE_NOTHING);
}

void stage_count_outcome(struct explore_result *result, const struct explore_outcome *seen)
{
	struct explore_outcome *outcome = result->outcome;

	for (int i = 0; i < result->outcome_count; i++, outcome++)
		if (outcome->value == seen->value) {
			outcome->schedules += seen->schedules;
			return;
		}
	if (result->outcome_count == EXPLORE_OUTCOMES) {
		result->more_outcomes = true;
		return;
	}
	result->outcome_count++;
	*outcome = *seen;
}

static void note_failure(struct board *board, const struct failure *failure)
{
	struct explore_result *result = &board->result;

	result->failures++;
	if (result->first_failure)
		return;
	result->first_failure = result->schedules;
	board->found = *failure;
	board->found_schedule = board->memory.schedule;
}

/* Other jobs need not go beyond the schedule that was just run. */
static void stop_others(const struct board *board)
{
	unsigned long number = stage_number(board, board->result.schedules);
	unsigned long least;

	if (!board->whole)
		return;
	least = atomic_load(&board->whole->stop_after);
	while ((!least || number < least) &&
	       !atomic_compare_exchange_weak(&board->whole->stop_after, &least, number))
		;
}

static bool is_overtaken(const struct board *board)
{
	unsigned long last = board->whole ? atomic_load(&board->whole->stop_after) : 0;

	return last && stage_number(board, board->result.schedules + 1) > last;
}

/* Look at a run; true if the search has to go elsewhere. */
bool stage_judge(struct board *board, const struct explore_scenario *scenario,
		 const struct engine_run *run)
{
	struct explore_result *result = &board->result;
	struct failure failure = attempt_judge(scenario, run);

	stage_phase(result)->schedules++;
	if (run->ending == ENGINE_DONE)
		stage_count_outcome(result, &(struct explore_outcome){
						    run->status, failure.kind != FAILURE_NONE, 1});
	if (run->raced && !board->options.keep_races && board->race_found.kind == FAILURE_NONE) {
		board->race_found = stage_describe_race(board);
		board->race_schedule = board->memory.schedule;
	}
	if (failure.kind == FAILURE_NONE)
		return false;
	if (failure.kind == FAILURE_UNMODELLED) {
		stop_others(board);
		refuse(board, &failure);
		return true;
	}
	note_failure(board, &failure);
	if (board->options.keep_going)
		return false;
	stop_others(board);
	stage_show_failure(board, &failure, &board->memory.schedule);
	return true;
}

void stage_begin_oracle(struct board *board, const struct oracle *oracle, int bound)
{
	struct oracle_settings settings = {.seed = board->options.seed,
					   .bound = bound,
					   .depth = board->options.depth,
					   .schedule = NULL};
	void *memory = board_oracle_memory(board, oracle);

	memset(memory, 0, oracle->memory);
	oracle->begin(memory, &settings);
}

bool stage_is_late(const struct board *board, double share)
{
	double most = board->options.strategy[0] ? 0 : (double)board->options.schedules;
	double points = (double)board->options.points;

	/* Counting gives the same answer on every machine, however busy; the clock does not. */
	return is_overtaken(board) || stage_elapsed(board) > board->options.budget * share ||
	       (most > 0 && (double)board->result.schedules >= most * share) ||
	       (points > 0 && (double)board->result.points >= points * share);
}

/* ---- in the parent ---- */

static struct failure describe_death(int status)
{
	struct failure failure = {.kind = FAILURE_CRASH, .thread = -1};

	if (WIFSIGNALED(status))
		snprintf(failure.text, sizeof failure.text, "the process died: %s",
			 strsignal(WTERMSIG(status)));
	else
		snprintf(failure.text, sizeof failure.text, "the process ended with status %d",
			 WEXITSTATUS(status));
	return failure;
}

void stage_survive(struct board *board, int status)
{
	struct failure failure = describe_death(status);

	if (!atomic_exchange(&board->running, false)) {
		board->result.failure = failure;
		stage_finish(board, EXPLORE_BROKEN);
	} else if (board->stage == STAGE_SHRINK) {
		stage_go_to(board, STAGE_SHOW); /* with the best so far */
	} else if (board->stage == STAGE_SHOW || board->stage == STAGE_REPLAY) {
		board->result.failure = board->stage == STAGE_SHOW ? board->found : failure;
		stage_finish(board, EXPLORE_FAILED);
	} else {
		board->result.schedules++;
		note_failure(board, &failure);
		stop_others(board);
		stage_show_failure(board, &failure, &board->memory.schedule);
	}
}

void stage_conclude(struct board *board)
{
	if (board->stage == STAGE_SHRINK || board->stage == STAGE_SHOW) {
		board->result.failure = board->found;
		stage_finish(board, EXPLORE_FAILED);
	} else if (board->race_found.kind != FAILURE_NONE) {
		board->result.failure = board->race_found;
		stage_finish(board, EXPLORE_FAILED);
	} else {
		stage_finish(board, EXPLORE_NOTHING);
	}
}
