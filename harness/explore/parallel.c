/*
 * parallel.c: several processes search at random, each its share of the schedules (see search.h).
 *
 * Of n jobs, job i (from 0) runs the schedules i + 1, i + 1 + n, i + 1 + 2n... The failure shown is
 * the one with the lowest number: once one is found, the others go on up to there, so that who
 * happens to be fast does not matter, and the same seed and jobs give the same result.
 */
#include "explore/search.h"

#include "base/child.h"
#include "base/die.h"

#include <limits.h>
#include <sys/wait.h>
#include <unistd.h>

#define POLL_MS 20

struct share {
	struct board *board;
	pid_t driver; /* 0: has ended */
};

/* DPOR and DFS need what the schedules before have shown: they stay in one process. */
bool parallel_is_wanted(const struct board *board)
{
	const char *strategy = board->options.strategy;
	const struct oracle *oracle = oracle_find(strategy);

	return board->options.jobs > 1 && !board->whole &&
	       (board->stage == STAGE_FIND || (board->stage == STAGE_STRATEGY &&
					       oracle != &oracle_dfs && oracle != &oracle_dpor));
}

/* As options say, but with random numbers and limits of its own. */
static struct board *make_share(struct board *whole, int job, int jobs)
{
	struct explore_options options = whole->options;
	struct board *share = board_map(-1);
	uint64_t random = oracle_random_seed(options.seed + (uint64_t)job * UINT64_C(0x10000));

	if (job > 0)
		options.seed = oracle_random_next(&random);
	options.schedules =
		(options.schedules + (unsigned long)(jobs - 1 - job)) / (unsigned long)jobs;
	if (whole->options.schedules && !options.schedules)
		options.schedules = 1;
	options.progress = NULL;
	board_prepare(share, &options);
	share->whole = whole;
	share->job = job;
	share->jobs = jobs;
	return share;
}

static void start(struct share *share, const struct explore_scenario *scenario)
{
	pid_t parent = getpid();

	share->driver = fork();
	if (share->driver < 0)
		die_system("cannot start a process to explore in");
	if (share->driver == 0) {
		child_die_with(parent);
		run_board(share->board, scenario);
		_exit(0);
	}
}

static void await(struct share *share, int deadline_ms)
{
	int status;
	int ended = child_wait(share->driver, deadline_ms, &status);

	if (ended < 0)
		die_system("cannot wait for the exploring processes");
	if (ended && (!WIFEXITED(status) || WEXITSTATUS(status) != 0))
		die_user("a process that explored was killed: try again with fewer jobs");
	if (ended)
		share->driver = 0;
}

/* The first that still runs, or NULL. */
static struct share *find_running(struct share *shares, int jobs)
{
	for (int i = 0; i < jobs; i++)
		if (shares[i].driver)
			return &shares[i];
	return NULL;
}

static void await_all(struct board *board, struct share *shares, int jobs)
{
	struct share *running;

	while ((running = find_running(shares, jobs))) {
		await(running, POLL_MS);
		board->result.schedules = 0;
		for (int i = 0; i < jobs; i++)
			board->result.schedules += shares[i].board->result.schedules;
		run_report(board);
	}
}

/* ---- one result out of many ---- */

static void lower(unsigned long *least, unsigned long number)
{
	if (number && (!*least || number < *least))
		*least = number;
}

static void add_outcomes(struct explore_result *into, const struct explore_result *from)
{
	for (int i = 0; i < from->outcome_count; i++)
		stage_count_outcome(into, &from->outcome[i]);
	into->more_outcomes |= from->more_outcomes;
}

static void add_coverage(struct explore_coverage *into, const struct explore_coverage *from)
{
	into->cut += from->cut;
	into->loops_cut += from->loops_cut;
	into->spurious |= from->spurious;
	into->spurious_limited |= from->spurious_limited;
	into->relaxed |= from->relaxed;
}

static void add_share(struct board *board, const struct board *share)
{
	struct explore_result *into = &board->result;
	const struct explore_result *from = &share->result;

	into->schedules += from->schedules;
	into->steps += from->steps;
	into->points += from->points;
	into->failures += from->failures;
	into->redundant += from->redundant;
	into->phase[0].schedules += from->phase[0].schedules;
	lower(&into->first_race, stage_number(share, from->first_race));
	lower(&into->first_failure, stage_number(share, from->first_failure));
	add_outcomes(into, from);
	add_coverage(&into->coverage, &from->coverage);
	race_merge(&board->memory.races, &share->memory.races);
}

static bool has_failure(const struct board *share)
{
	return share->result.first_failure != 0;
}

/* In the order of what is worth showing: the earliest failure or refusal, the earliest race. */
static unsigned long rank_of(const struct board *share)
{
	const struct explore_result *result = &share->result;

	if (has_failure(share))
		return stage_number(share, result->first_failure);
	if (result->verdict == EXPLORE_REFUSED || result->verdict == EXPLORE_BROKEN)
		return stage_number(share, result->schedules);
	if (share->race_found.kind != FAILURE_NONE)
		return ULONG_MAX / 2 + stage_number(share, result->first_race);
	return ULONG_MAX;
}

static const struct board *choose(const struct share *shares, int jobs)
{
	const struct board *best = shares[0].board;

	for (int i = 1; i < jobs; i++) {
		const struct board *board = shares[i].board;

		if (rank_of(board) < rank_of(best))
			best = board;
	}
	return best;
}

/* What is known of the schedule to be shown; of others, nothing beyond it counts. */
static void take_over(struct board *board, const struct board *chosen)
{
	board->found = chosen->found;
	board->found_schedule = chosen->found_schedule;
	board->found_spurious = chosen->found_spurious;
	board->race_found = chosen->race_found;
	board->race_schedule = chosen->race_schedule;
	board->result.verdict = chosen->result.verdict;
	board->result.failure = chosen->result.failure;
	if (has_failure(chosen) && !board->options.keep_going) {
		board->memory.races = chosen->memory.races;
		board->result.schedules = board->result.first_failure;
		board->result.phase[0].schedules = board->result.first_failure;
	}
	board->result.races = board->memory.races;
	stage_go_to(board, chosen->stage);
}

void parallel_go(struct board *board, const struct explore_scenario *scenario)
{
	int jobs = board->options.jobs < EXPLORE_JOBS ? board->options.jobs : EXPLORE_JOBS;
	struct share shares[EXPLORE_JOBS] = {{NULL, 0}};

	for (int i = 0; i < jobs; i++) {
		shares[i].board = make_share(board, i, jobs);
		start(&shares[i], scenario);
	}
	await_all(board, shares, jobs);
	board->result.schedules = 0;
	board->result.phase_count = shares[0].board->result.phase_count;
	board->result.phase[0] = shares[0].board->result.phase[0];
	board->result.phase[0].schedules = 0;
	for (int i = 0; i < jobs; i++)
		add_share(board, shares[i].board);
	take_over(board, choose(shares, jobs));
	for (int i = 0; i < jobs; i++)
		board_unmap(shares[i].board);
}
