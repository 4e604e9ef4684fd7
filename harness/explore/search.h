/*
 * search.h: the parts of a search, each in the file that its functions are named after. All but the
 * last two run in the child that explores.
 */
#ifndef EXPLORE_SEARCH_H
#define EXPLORE_SEARCH_H

#include "explore/board.h"

/* Explore until the stage is STAGE_DONE. */
void search_go(struct board *board, const struct explore_scenario *scenario);

/* From now on, crashes and hangs of the running thread fail its schedule only. */
void crash_watch(void);

/* ---- one schedule ---- */

/* Copy the memory that is put back before each schedule. */
void attempt_prepare(const struct explore_region *regions);

struct engine_settings attempt_settings(const struct board *board, bool every_point, bool spurious);

/* To follow a schedule that is known: each step is asked for, whether or not it is a decision. */
struct engine_settings attempt_step_by_step(const struct board *board, bool spurious);

/* Run and count. `oracle` must have had begin and next. Valid until the next call. */
struct engine_run *attempt_run(struct board *board, const struct explore_scenario *scenario,
			       const struct oracle *oracle, const struct engine_settings *settings);

/* What the run ended with; kind FAILURE_NONE if it ended well. */
struct failure attempt_judge(const struct explore_scenario *scenario, const struct engine_run *run);

/* ---- from stage to stage ---- */

/* Seconds since the search began; whether this share of the budget, or of the schedules, is used up. */
double stage_elapsed(const struct board *board);
bool stage_is_late(const struct board *board, double share);

void stage_go_to(struct board *board, enum stage stage);

/* A new row in the list of phases; outcomes are counted anew. */
void stage_open_phase(struct explore_result *result, const char *name);
struct explore_phase *stage_phase(struct explore_result *result);

/* Let a strategy begin (again). */
void stage_begin_oracle(struct board *board, const struct oracle *oracle, int bound);

/* A schedule's number in the whole search, by its number on this board (0: none). */
unsigned long stage_number(const struct board *board, unsigned long schedule);

/* Nothing is left to do on this board. */
bool stage_is_over(const struct board *board);

/* So many schedules more ended so. */
void stage_count_outcome(struct explore_result *result, const struct explore_outcome *seen);

/* Look at a run; true if the search has to go elsewhere. */
bool stage_judge(struct board *board, const struct explore_scenario *scenario,
		 const struct engine_run *run);

/* The failure that the first race is, if it did no harm. */
struct failure stage_describe_race(const struct board *board);

/* Ways to end: with a failure, with a race alone, with that or nothing, with a verdict. */
void stage_show_failure(struct board *board, const struct failure *failure,
			const struct schedule *schedule);
void stage_settle_for_race(struct board *board);
void stage_nothing_found(struct board *board);
void stage_finish(struct board *board, enum explore_verdict verdict);

/* ---- the stages ---- */

void cover_certify(struct board *board, const struct explore_scenario *scenario);
void cover_next_bound(struct board *board, const struct explore_scenario *scenario);
void cover_by_strategy(struct board *board, const struct explore_scenario *scenario);

/* Take away preemptions from board->found_schedule as long as the same failure shows. */
void shrink_go(struct board *board, const struct explore_scenario *scenario);

/* Once more, for the trace; and the schedule string that was given. */
void replay_show(struct board *board, const struct explore_scenario *scenario);
void replay_given(struct board *board, const struct explore_scenario *scenario);

/* ---- in the parent ---- */

/* Explore in forked children until the stage is over. */
void run_board(struct board *board, const struct explore_scenario *scenario);

/* Tell who asked how far we are. */
void run_report(struct board *board);

/* Whether the present stage is to be shared by several processes; share it. */
bool parallel_is_wanted(const struct board *board);
void parallel_go(struct board *board, const struct explore_scenario *scenario);

/* A child died of `status` (see wait(2)): go on in another one, or end. */
void stage_survive(struct board *board, int status);

/* Time is up, or no child can go on: make the best of what is known. */
void stage_conclude(struct board *board);

#endif
