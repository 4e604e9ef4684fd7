/*
 * search.c: which schedules to run, in which order, and what follows from them (see board.h).
 *
 * First find, then certify: two random strategies that complement each other find most bugs in
 * little time; if they find none, DPOR covers all inequivalent schedules, if that is possible; if
 * not, all schedules with 0, 1, 2... preemptions are covered as far as the budget goes.
 */
#include "explore/board.h"

#include "base/die.h"
#include "explore/world/world.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>

#define FIND_SCHEDULES 1000
#define HARM_SCHEDULES 20000
/* Shares of the budget after which a stage gives way to the next. */
#define FIND_SHARE 0.2
#define HARM_SHARE 0.5
#define CERTIFY_SHARE 0.7
#define SPURIOUS_EVERY 4 /* while finding: schedules with spurious wake-ups */
#define POINTS_PER_STEP 250

/* ---- memory that is put back before each schedule ---- */

static struct {
	const struct explore_region *regions;
	char *copy; /* of all, one after the other */
} snapshot;

static void take_snapshot(const struct explore_region *regions)
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

double search_elapsed(const struct board *board)
{
	struct timespec time;

	if (clock_gettime(CLOCK_MONOTONIC, &time) != 0)
		BUG("no monotonic clock");
	return (double)time.tv_sec + (double)time.tv_nsec * 1e-9 - board->started;
}

struct failure search_judge(const struct explore_scenario *scenario, const struct engine_run *run)
{
	struct failure failure = {.kind = FAILURE_NONE};

	if (run->ending == ENGINE_FAILED)
		return run->failure;
	if (run->ending != ENGINE_DONE)
		return failure;
	if (scenario->forbidden && scenario->forbidden(run->status)) {
		failure.kind = FAILURE_OUTCOME;
		snprintf(failure.text, sizeof failure.text,
			 "the run ends with forbidden outcome %d", run->status);
	} else if (!scenario->forbidden && run->status != 0) {
		failure.kind = FAILURE_EXIT;
		snprintf(failure.text, sizeof failure.text, "main returns %d", run->status);
	}
	return failure;
}

static void count_outcome(struct explore_result *result, int value, bool forbidden)
{
	struct explore_outcome *outcome = result->outcome;

	for (int i = 0; i < result->outcome_count; i++, outcome++)
		if (outcome->value == value) {
			outcome->schedules++;
			return;
		}
	if (result->outcome_count == EXPLORE_OUTCOMES) {
		result->more_outcomes = true;
		return;
	}
	result->outcome_count++;
	*outcome = (struct explore_outcome){value, forbidden, 1};
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

struct engine_run *search_run(struct board *board, const struct explore_scenario *scenario,
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

static struct engine_settings settings_for(const struct board *board, bool every_point,
					   bool spurious)
{
	unsigned long steps = board->options.most_steps;

	return (struct engine_settings){.every_point = every_point,
					.spurious = spurious,
					.processes = board->options.processes,
					.most_steps = steps,
					.most_points = steps * POINTS_PER_STEP};
}

/* ---- from stage to stage ---- */

static void go_to(struct board *board, enum stage stage)
{
	board->in_stage = 0;
	board->stage_begun = false;
	board->stage_started = search_elapsed(board);
	atomic_store(&board->stage, stage);
}

static void open_phase(struct explore_result *result, const char *name)
{
	struct explore_phase *phase = &result->phase[result->phase_count];

	if (result->phase_count == EXPLORE_PHASES)
		return;
	result->phase_count++;
	snprintf(phase->name, sizeof phase->name, "%s", name);
	result->outcome_count = 0;
	result->more_outcomes = false;
}

static struct explore_phase *phase_of(struct explore_result *result)
{
	return &result->phase[result->phase_count - 1];
}

static void copy_races(struct board *board)
{
	board->result.races = board->memory.races;
}

/* A failure is to be shown: shrunk, then replayed. */
static void show_failure(struct board *board, const struct failure *failure,
			 const struct schedule *schedule)
{
	board->found = *failure;
	if (schedule != &board->found_schedule)
		board->found_schedule = *schedule;
	copy_races(board);
	go_to(board, board->options.unshrunk ? STAGE_SHOW : STAGE_SHRINK);
}

static void finish(struct board *board, enum explore_verdict verdict)
{
	board->result.verdict = verdict;
	copy_races(board);
	go_to(board, STAGE_DONE);
}

static void refuse(struct board *board, const struct failure *failure)
{
	board->result.failure = *failure;
	finish(board, EXPLORE_REFUSED);
}

/* The failure that a race alone is. */
static struct failure describe_race(const struct board *board)
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
static void settle_for_race(struct board *board)
{
	show_failure(board, &board->race_found, &board->race_schedule);
}

static void nothing_found(struct board *board)
{
	if (board->race_found.kind != FAILURE_NONE)
		settle_for_race(board);
	else
		finish(board, EXPLORE_NOTHING);
}

/* Look at a run; true if the search has to go elsewhere. */
static bool judge(struct board *board, const struct explore_scenario *scenario,
		  const struct engine_run *run)
{
	struct explore_result *result = &board->result;
	struct failure failure = search_judge(scenario, run);

	phase_of(result)->schedules++;
	if (run->ending == ENGINE_DONE)
		count_outcome(result, run->status, failure.kind != FAILURE_NONE);
	if (run->raced && !board->options.keep_races && board->race_found.kind == FAILURE_NONE) {
		board->race_found = describe_race(board);
		board->race_schedule = board->memory.schedule;
	}
	if (failure.kind == FAILURE_NONE)
		return false;
	if (failure.kind == FAILURE_UNMODELLED) {
		refuse(board, &failure);
		return true;
	}
	result->failures++;
	if (!result->first_failure) {
		result->first_failure = result->schedules;
		board->found = failure;
		board->found_schedule = board->memory.schedule;
	}
	if (board->options.keep_going)
		return false;
	show_failure(board, &failure, &board->memory.schedule);
	return true;
}

static void begin_oracle(struct board *board, const struct oracle *oracle, int bound)
{
	struct oracle_settings settings = {.seed = board->options.seed,
					   .bound = bound,
					   .depth = board->options.depth,
					   .schedule = NULL};
	void *memory = board_oracle_memory(board, oracle);

	memset(memory, 0, oracle->memory);
	oracle->begin(memory, &settings);
}

static bool is_late(const struct board *board, double share)
{
	return search_elapsed(board) > board->options.budget * share;
}

/* ---- find ---- */

static void begin_finding(struct board *board)
{
	begin_oracle(board, &oracle_urw, -1);
	begin_oracle(board, &oracle_pct, -1);
	board->stage_begun = true;
}

/* One schedule, by two strategies in turn. */
static bool find_once(struct board *board, const struct explore_scenario *scenario)
{
	unsigned long n = board->in_stage;
	const struct oracle *oracle = n % 2 ? &oracle_pct : &oracle_urw;
	struct engine_settings settings =
		settings_for(board, true, n % SPURIOUS_EVERY >= SPURIOUS_EVERY - 2);

	board->found_spurious = settings.spurious;
	if (!oracle->next(board_oracle_memory(board, oracle)))
		BUG("a random strategy has come to an end");
	return judge(board, scenario, search_run(board, scenario, oracle, &settings));
}

static void find(struct board *board, const struct explore_scenario *scenario)
{
	if (!board->stage_begun) {
		open_phase(&board->result, "urw+pct");
		begin_finding(board);
	}
	while (board->in_stage < FIND_SCHEDULES && !is_late(board, FIND_SHARE)) {
		if (find_once(board, scenario))
			return;
		if (board->race_found.kind != FAILURE_NONE) {
			atomic_store(&board->stage, STAGE_HARM);
			return;
		}
	}
	go_to(board, STAGE_CERTIFY);
}

/* Goes on as before, with all decisions known to matter, and for longer. */
static void look_for_harm(struct board *board, const struct explore_scenario *scenario)
{
	while (board->in_stage < HARM_SCHEDULES && !is_late(board, HARM_SHARE))
		if (find_once(board, scenario))
			return;
	settle_for_race(board);
}

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
	struct engine_settings settings = settings_for(board, false, true);
	enum stage stage = board->stage;

	board->found_spurious = true;
	while (oracle->next(board_oracle_memory(board, oracle))) {
		const struct engine_run *run = search_run(board, scenario, oracle, &settings);

		if (judge(board, scenario, run))
			return false;
		if (run->new_race)
			begin_oracle(board, oracle, bound);
		if (is_late(board, share))
			return false;
	}
	return board->stage == stage;
}

static void certify(struct board *board, const struct explore_scenario *scenario)
{
	struct explore_coverage *coverage = &board->result.coverage;

	if (!board->stage_begun) {
		open_phase(&board->result, "dpor");
		begin_oracle(board, &oracle_dpor, -1);
		forget_cuts(coverage);
		coverage->spurious = true;
		board->stage_begun = true;
	}
	phase_of(&board->result)->complete =
		cover(board, scenario, &oracle_dpor, -1, CERTIFY_SHARE);
	if (board->stage != STAGE_CERTIFY)
		return;
	if (phase_of(&board->result)->complete && board->race_found.kind != FAILURE_NONE) {
		settle_for_race(board);
	} else if (phase_of(&board->result)->complete) {
		coverage->complete = is_whole(coverage);
		finish(board, coverage->complete ? EXPLORE_CERTIFIED : EXPLORE_NOTHING);
	} else {
		board->bound = 0;
		go_to(board, STAGE_BOUND);
	}
}

static void cover_bound(struct board *board, const struct explore_scenario *scenario)
{
	struct explore_coverage *coverage = &board->result.coverage;
	char name[EXPLORE_NAME];

	if (!board->stage_begun) {
		snprintf(name, sizeof name, "bound %d", board->bound);
		open_phase(&board->result, name);
		begin_oracle(board, &oracle_dfs, board->bound);
		forget_cuts(coverage);
		board->stage_begun = true;
	}
	if (!cover(board, scenario, &oracle_dfs, board->bound, 1)) {
		if (board->stage == STAGE_BOUND)
			nothing_found(board);
		return;
	}
	phase_of(&board->result)->complete = true;
	if (is_whole(coverage))
		coverage->bound = board->bound;
	board->bound++;
	go_to(board, STAGE_BOUND);
}

/* ---- as asked for ---- */

static bool is_random(const struct oracle *oracle)
{
	return oracle != &oracle_dfs && oracle != &oracle_dpor;
}

static void end_strategy(struct board *board, const struct oracle *oracle, bool complete)
{
	struct explore_coverage *coverage = &board->result.coverage;

	phase_of(&board->result)->complete = complete;
	if (board->result.failures > 0) {
		show_failure(board, &board->found, &board->found_schedule);
		return;
	}
	if (complete && !is_random(oracle) && is_whole(coverage)) {
		coverage->complete = oracle == &oracle_dpor || board->options.bound < 0;
		coverage->bound = oracle == &oracle_dfs ? board->options.bound : -1;
	}
	if (board->race_found.kind != FAILURE_NONE)
		settle_for_race(board);
	else
		finish(board, coverage->complete ? EXPLORE_CERTIFIED : EXPLORE_NOTHING);
}

static void use_strategy(struct board *board, const struct explore_scenario *scenario)
{
	const struct explore_options *options = &board->options;
	const struct oracle *oracle = oracle_find(options->strategy);
	struct engine_settings settings;

	BUG_UNLESS(oracle);
	settings = settings_for(board, options->every_point, options->spurious);
	board->found_spurious = options->spurious;
	if (!board->stage_begun) {
		open_phase(&board->result, oracle->name);
		begin_oracle(board, oracle, options->bound);
		board->result.coverage.spurious = options->spurious;
		board->stage_begun = true;
	}
	while (oracle->next(board_oracle_memory(board, oracle))) {
		const struct engine_run *run = search_run(board, scenario, oracle, &settings);

		if (judge(board, scenario, run))
			return;
		if (run->new_race && !is_random(oracle) && !options->every_point)
			begin_oracle(board, oracle, options->bound);
		if ((options->schedules && board->in_stage >= options->schedules) ||
		    is_late(board, 1)) {
			end_strategy(board, oracle, false);
			return;
		}
	}
	end_strategy(board, oracle, true);
}

/* ---- replay ---- */

static const struct engine_run *replay(struct board *board, const struct explore_scenario *scenario)
{
	struct oracle_settings follow = {.seed = 1, .schedule = &board->found_schedule};
	void *memory = board_oracle_memory(board, &oracle_replay);
	struct engine_settings settings = settings_for(board, true, true);

	settings.trace = board->options.no_trace ? NULL : &board->result.trace;
	settings.most_steps = settings.most_points;
	memset(memory, 0, oracle_replay.memory);
	oracle_replay.begin(memory, &follow);
	if (!oracle_replay.next(memory))
		BUG("a schedule cannot be replayed at all");
	return search_run(board, scenario, &oracle_replay, &settings);
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

static void show(struct board *board, const struct explore_scenario *scenario)
{
	const struct engine_run *run = replay(board, scenario);
	struct failure failure = search_judge(scenario, run);

	keep_schedule(board, run);
	board->result.failure = board->found;
	if (has_same_failure(board, run, &failure) && board->found.kind != FAILURE_RACE)
		board->result.failure = failure;
	finish(board, EXPLORE_FAILED);
}

/* The schedule that was asked for: does the program still follow it? */
static void replay_given(struct board *board, const struct explore_scenario *scenario)
{
	uint32_t wanted = board->found_schedule.fingerprint;
	const struct engine_run *run;
	struct failure failure;
	void *memory = board_oracle_memory(board, &oracle_replay);

	open_phase(&board->result, "replay");
	run = replay(board, scenario);
	failure = search_judge(scenario, run);
	keep_schedule(board, run);
	if (!oracle_replay_matched(memory) ||
	    explore_fold_fingerprint(board->memory.schedule.fingerprint) != wanted) {
		snprintf(board->result.failure.text, sizeof board->result.failure.text,
			 "the schedule is of another program, or this one has changed since: "
			 "explore it anew");
		finish(board, EXPLORE_MISMATCH);
		return;
	}
	if (failure.kind == FAILURE_NONE && run->raced)
		failure = describe_race(board);
	board->result.failure = failure;
	finish(board, failure.kind == FAILURE_NONE ? EXPLORE_NOTHING : EXPLORE_FAILED);
}

static void shrink(struct board *board, const struct explore_scenario *scenario)
{
	shrink_go(board, scenario);
	go_to(board, STAGE_SHOW);
}

void search_go(struct board *board, const struct explore_scenario *scenario)
{
	static void (*const stages[])(struct board *, const struct explore_scenario *) = {
		[STAGE_FIND] = find,
		[STAGE_HARM] = look_for_harm,
		[STAGE_CERTIFY] = certify,
		[STAGE_BOUND] = cover_bound,
		[STAGE_STRATEGY] = use_strategy,
		[STAGE_REPLAY] = replay_given,
		[STAGE_SHRINK] = shrink,
		[STAGE_SHOW] = show,
	};

	crash_watch();
	world_limit_memory(board->options.most_memory);
	take_snapshot(scenario->regions);
	while (board->stage != STAGE_DONE)
		stages[board->stage](board, scenario);
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

void search_survive(struct board *board, int status)
{
	struct failure failure = describe_death(status);

	if (!atomic_exchange(&board->running, false)) {
		board->result.failure = failure;
		finish(board, EXPLORE_BROKEN);
	} else if (board->stage == STAGE_SHRINK) {
		go_to(board, STAGE_SHOW); /* with the best so far */
	} else if (board->stage == STAGE_SHOW || board->stage == STAGE_REPLAY) {
		board->result.failure = board->stage == STAGE_SHOW ? board->found : failure;
		finish(board, EXPLORE_FAILED);
	} else {
		board->result.schedules++;
		show_failure(board, &failure, &board->memory.schedule);
	}
}

void search_conclude(struct board *board)
{
	if (board->stage == STAGE_SHRINK || board->stage == STAGE_SHOW) {
		board->result.failure = board->found;
		finish(board, EXPLORE_FAILED);
	} else if (board->race_found.kind != FAILURE_NONE) {
		board->result.failure = board->race_found;
		finish(board, EXPLORE_FAILED);
	} else {
		finish(board, EXPLORE_NOTHING);
	}
}
