/*
 * search.c: which schedules to run, in which order, and what follows from them (see search.h).
 *
 * First find, then certify: two random strategies that complement each other find most bugs in
 * little time; if they find none, DPOR covers all inequivalent schedules, if that is possible; if
 * not, all schedules with 0, 1, 2... preemptions are covered as far as the budget goes.
 */
#include "explore/search.h"

#include "base/die.h"
#include "explore/world/world.h"

#define FIND_SCHEDULES 1000u
#define HARM_SCHEDULES 20000u
/* Shares of the budget after which a stage gives way to the next. */
#define FIND_SHARE 0.2
#define HARM_SHARE 0.5
#define SPURIOUS_EVERY 4 /* while finding: schedules with spurious wake-ups */

/* This board's part of them. */
static unsigned long share_of(const struct board *board, unsigned long schedules)
{
	return board->jobs > 1 ? schedules / (unsigned long)board->jobs + 1 : schedules;
}

/* ---- find ---- */

static void begin_finding(struct board *board)
{
	stage_begin_oracle(board, &oracle_urw, -1);
	stage_begin_oracle(board, &oracle_pct, -1);
	board->stage_begun = true;
}

/* One schedule, by two strategies in turn. */
static bool find_once(struct board *board, const struct explore_scenario *scenario)
{
	unsigned long n = board->in_stage;
	const struct oracle *oracle = n % 2 ? &oracle_pct : &oracle_urw;
	struct engine_settings settings =
		attempt_settings(board, true, n % SPURIOUS_EVERY >= SPURIOUS_EVERY - 2);

	board->found_spurious = settings.spurious;
	if (!oracle->next(board_oracle_memory(board, oracle)))
		BUG("a random strategy has come to an end");
	return stage_judge(board, scenario, attempt_run(board, scenario, oracle, &settings));
}

static void find(struct board *board, const struct explore_scenario *scenario)
{
	if (!board->stage_begun) {
		stage_open_phase(&board->result, "urw+pct");
		begin_finding(board);
	}
	while (board->in_stage < share_of(board, FIND_SCHEDULES) &&
	       !stage_is_late(board, FIND_SHARE)) {
		if (find_once(board, scenario))
			return;
		if (board->race_found.kind != FAILURE_NONE) {
			atomic_store(&board->stage, STAGE_HARM);
			return;
		}
	}
	/* Whether somebody waits depends on where the others stand, which DPOR does not vary. */
	if (board->options.no_waiting)
		stage_nothing_found(board);
	else
		stage_go_to(board, STAGE_CERTIFY);
}

/* Goes on as before, with all decisions known to matter, and for longer. */
static void look_for_harm(struct board *board, const struct explore_scenario *scenario)
{
	while (board->in_stage < share_of(board, HARM_SCHEDULES) &&
	       !stage_is_late(board, HARM_SHARE))
		if (find_once(board, scenario))
			return;
	stage_settle_for_race(board);
}

static void shrink(struct board *board, const struct explore_scenario *scenario)
{
	shrink_go(board, scenario);
	stage_go_to(board, STAGE_SHOW);
}

void search_go(struct board *board, const struct explore_scenario *scenario)
{
	static void (*const stages[])(struct board *, const struct explore_scenario *) = {
		[STAGE_FIND] = find,
		[STAGE_HARM] = look_for_harm,
		[STAGE_CERTIFY] = cover_certify,
		[STAGE_BOUND] = cover_next_bound,
		[STAGE_STRATEGY] = cover_by_strategy,
		[STAGE_REPLAY] = replay_given,
		[STAGE_SHRINK] = shrink,
		[STAGE_SHOW] = replay_show,
	};

	crash_watch();
	world_limit_memory(board->options.most_memory);
	attempt_prepare(scenario->regions);
	while (!stage_is_over(board))
		stages[board->stage](board, scenario);
}
