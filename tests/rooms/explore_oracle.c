/*
 * explore_oracle.c: the strategies alone, without the modelled world: small programs are written
 * in steps of the engine, so that every kind of step and its blocking is under control here.
 */
#include "random_program.h"
#include "suite.h"

#include "explore/engine/engine.h"
#include "explore/engine/oracle.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PROGRAMS 1000
#define MOST_SCHEDULES 300 /* programs with more are left out */
#define MANY_SCHEDULES 2000

/* ---- searches: an oracle is watched by one that wraps it ---- */

static struct search {
	const struct oracle *oracle;
	void *memory;
	bool legal;
	uint64_t chosen; /* hash of the actors chosen in this schedule */
	struct engine_run run;
} search;

static struct engine_memory memory;

static int choose_watched(void *unused, const struct choice *choice)
{
	int actor = search.oracle->choose(search.memory, choice);
	uint64_t allowed = search.oracle == &oracle_replay ? choice->possible : choice->enabled;

	(void)unused;
	if (actor == ORACLE_ABANDON)
		return actor;
	search.legal &= actor >= 0 && actor < ENGINE_ACTORS && allowed >> actor & 1;
	search.chosen = (search.chosen ^ (uint64_t)actor) * UINT64_C(0x100000001b3);
	return actor;
}

static void end_watched(void *unused, const struct run_view *view)
{
	(void)unused;
	search.oracle->end(search.memory, view);
}

static void begin_search(const struct oracle *oracle, const struct oracle_settings *settings)
{
	memset(&memory.races, 0, sizeof memory.races);
	search = (struct search){
		.oracle = oracle, .memory = calloc(1, oracle->memory), .legal = true};
	oracle->begin(search.memory, settings);
}

static void end_search(void)
{
	free(search.memory);
	search.memory = NULL;
}

/* One more schedule; false: there is none. */
static bool run_next(int (*body)(void *))
{
	static const struct oracle watcher = {.choose = choose_watched, .end = end_watched};
	static const struct engine_settings settings = {
		.every_point = true, .most_steps = 2000, .most_points = 100000};
	const struct engine_program subject = {.body = body, .reset = random_program_reset};

	if (!search.oracle->next(search.memory))
		return false;
	search.chosen = 1;
	engine_run(&subject, &settings, &watcher, NULL, &memory, &search.run);
	return true;
}

/* ---- DPOR against everything ---- */

static uint64_t final_state(void)
{
	return random_program_state(search.run.ending == ENGINE_FAILED);
}

struct states {
	bool complete;
	unsigned long schedules; /* not abandoned */
	int count;
	uint64_t at[MANY_SCHEDULES];
};

static bool has_state(const struct states *states, uint64_t state)
{
	for (int i = 0; i < states->count; i++)
		if (states->at[i] == state)
			return true;
	return false;
}

static void collect(const struct oracle *oracle, unsigned long most, struct states *states)
{
	const struct oracle_settings settings = {.bound = -1};

	states->schedules = 0;
	states->count = 0;
	begin_search(oracle, &settings);
	while (!(states->complete = !run_next(random_program_run)) && states->schedules < most) {
		if (search.run.ending == ENGINE_ABANDONED)
			continue;
		states->schedules++;
		if (!has_state(states, final_state()))
			states->at[states->count++] = final_state();
	}
	CU_ASSERT_TRUE_FATAL(search.legal);
	end_search();
}

static bool is_subset(const struct states *one, const struct states *other)
{
	for (int i = 0; i < one->count; i++)
		if (!has_state(other, one->at[i]))
			return false;
	return true;
}

/* Returns whether the program was small enough to be compared. */
static bool compare(uint64_t seed, unsigned long most)
{
	static struct states all, reduced;

	random_program_make(seed);
	collect(&oracle_dfs, most, &all);
	if (!all.complete)
		return false;
	collect(&oracle_dpor, most, &reduced);
	if (reduced.complete && is_subset(&all, &reduced) && is_subset(&reduced, &all) &&
	    reduced.schedules <= all.schedules)
		return true;
	CU_FAIL("DPOR misses a final state, or runs more than there is");
	printf("  dfs: %d states in %lu schedules; dpor: %d in %lu\n", all.count, all.schedules,
	       reduced.count, reduced.schedules);
	random_program_print();
	return true;
}

static void dpor_is_complete(void)
{
	int compared = 0;

	for (uint64_t seed = 1; compared < PROGRAMS && seed < 20 * PROGRAMS; seed++)
		compared += compare(seed, MOST_SCHEDULES);
	CU_ASSERT_EQUAL(compared, PROGRAMS);
}

/*
 * Where going on and timing out are both possible, and one of them is asleep: among 100,000
 * programs these were found to lack a state, before DPOR took the two for ways of one process.
 */
static void dpor_knows_two_ways(void)
{
	static const uint64_t seeds[] = {18178, 18476, 19879, 35798, 37446, 94914};

	for (size_t i = 0; i < sizeof seeds / sizeof *seeds; i++)
		CU_ASSERT_TRUE(compare(seeds[i], MANY_SCHEDULES));
}

/* ---- preemption bounds ---- */

#define BOUNDS 4

/* Of all schedules, how many have at most so many preemptions? */
static bool count_preemptions(unsigned long within[BOUNDS])
{
	const struct oracle_settings settings = {.bound = -1};
	int schedules = 0;
	bool more = true;

	memset(within, 0, BOUNDS * sizeof *within);
	begin_search(&oracle_dfs, &settings);
	while (schedules++ < MOST_SCHEDULES && (more = run_next(random_program_run)))
		for (unsigned bound = search.run.preemptions; bound < BOUNDS; bound++)
			within[bound]++;
	end_search();
	return !more;
}

static unsigned long count_within(int bound)
{
	const struct oracle_settings settings = {.bound = bound};
	unsigned long schedules = 0;

	begin_search(&oracle_dfs, &settings);
	for (; run_next(random_program_run); schedules++)
		CU_ASSERT_TRUE(search.run.preemptions <= (unsigned)bound);
	end_search();
	return schedules;
}

static void bounds_are_exact(void)
{
	unsigned long within[BOUNDS];

	for (uint64_t seed = 1; seed <= 100; seed++) {
		random_program_make(seed);
		if (!count_preemptions(within))
			continue;
		for (int bound = 0; bound < BOUNDS; bound++)
			CU_ASSERT_EQUAL(count_within(bound), within[bound]);
	}
}

/* ---- closed forms, and a lost update ---- */

static unsigned own[2];

/* With its beginning, four steps that nobody else can notice. */
static void run_alone(void *arg)
{
	for (uintptr_t pc = 1; pc <= 3; pc++)
		engine_access(arg, sizeof own[0], true, pc, NULL);
}

static void increment(void *arg)
{
	unsigned value;

	engine_access(arg, sizeof own[0], false, 1, NULL);
	value = own[0];
	engine_access(arg, sizeof own[0], true, 2, NULL);
	own[0] = value + 1;
}

static bool both_ended(const struct op *op, const struct thread *thread)
{
	(void)op, (void)thread;
	return !engine_thread(1)->op && !engine_thread(2)->op;
}

static void run_both(void (*body)(void *), unsigned *first, unsigned *second)
{
	engine_spawn(body, first, 0);
	engine_spawn(body, second, 0);
	engine_perform(&(struct op){.kind = OP_JOIN, .ready = both_ended});
}

static int run_apart(void *unused)
{
	(void)unused;
	run_both(run_alone, &own[0], &own[1]);
	return 0;
}

static int run_increments(void *unused)
{
	(void)unused;
	own[0] = 0;
	run_both(increment, &own[0], &own[0]);
	return (int)own[0];
}

static unsigned long count_schedules(const struct oracle *oracle, int (*body)(void *))
{
	const struct oracle_settings settings = {.bound = -1};
	unsigned long schedules = 0;

	begin_search(oracle, &settings);
	while (run_next(body))
		schedules += search.run.ending != ENGINE_ABANDONED;
	end_search();
	return schedules;
}

static void closed_forms(void)
{
	CU_ASSERT_EQUAL(count_schedules(&oracle_dfs, run_apart), 70); /* 8 over 4 */
	CU_ASSERT_EQUAL(count_schedules(&oracle_dpor, run_apart), 1);
	CU_ASSERT_EQUAL(count_schedules(&oracle_dfs, run_increments), 20); /* 6 over 3 */
	/* Two reads, two writes: one after the other (2), or both read first, and who writes. */
	CU_ASSERT_EQUAL(count_schedules(&oracle_dpor, run_increments), 4);
}

/* How-manieth schedule loses an update; 0: none of the first `most`. */
static int find_lost_update(const struct oracle *oracle, const struct oracle_settings *settings,
			    int most)
{
	int found = 0;

	begin_search(oracle, settings);
	for (int i = 1; i <= most && !found && run_next(run_increments); i++)
		if (search.run.status != 2)
			found = i;
	end_search();
	return found;
}

static void bound_misses_lost_update(void)
{
	const struct oracle_settings none = {.bound = 0}, one = {.bound = 1};

	CU_ASSERT_EQUAL(find_lost_update(&oracle_dfs, &none, 1000), 0);
	CU_ASSERT_NOT_EQUAL(find_lost_update(&oracle_dfs, &one, 1000), 0);
}

/* ---- random strategies ---- */

static const struct oracle *const chancy[] = {&oracle_random, &oracle_urw, &oracle_pct,
					      &oracle_pos};

#define CHANCY (sizeof chancy / sizeof *chancy)

static void chance_finds_lost_update(void)
{
	for (size_t i = 0; i < CHANCY; i++)
		for (uint64_t seed = 0; seed < 10; seed++) {
			const struct oracle_settings settings = {.seed = seed, .depth = 3};

			CU_ASSERT_NOT_EQUAL(find_lost_update(chancy[i], &settings, 200), 0);
		}
}

/* A hash of the choices in 1,000 schedules of program 1, 2... */
static uint64_t sequence(const struct oracle *oracle, uint64_t seed)
{
	const struct oracle_settings settings = {.seed = seed, .depth = 3};
	uint64_t hash = 1;

	begin_search(oracle, &settings);
	for (uint64_t i = 0; i < 1000; i++) {
		random_program_make(1 + i / 50);
		CU_ASSERT_TRUE(run_next(random_program_run));
		hash = (hash ^ search.chosen) * UINT64_C(0x100000001b3);
	}
	CU_ASSERT_TRUE(search.legal);
	end_search();
	return hash;
}

static void seeds_decide(void)
{
	for (size_t i = 0; i < CHANCY; i++) {
		uint64_t hash = sequence(chancy[i], 5);

		CU_ASSERT_EQUAL(sequence(chancy[i], 5), hash);
		CU_ASSERT_NOT_EQUAL(sequence(chancy[i], 6), hash);
		CU_ASSERT_NOT_EQUAL(sequence(chancy[i], 0), hash);
	}
}

/* Who waits with a timeout is neither always late nor never. */
static int run_timeout(void *unused)
{
	unsigned semaphore = 0;
	struct op op = {.kind = OP_TAKE,
			.writes = true,
			.object = &semaphore,
			.size = 1,
			.state = &semaphore,
			.ready = random_program_is_positive,
			.expires = random_program_is_zero};

	(void)unused;
	own[0] = 0;
	engine_spawn(increment, &own[0], 0);
	op.state = &own[0];
	return engine_perform(&op);
}

static void companions_get_a_share(void)
{
	for (size_t i = 0; i < CHANCY; i++) {
		const struct oracle_settings settings = {.seed = 1, .depth = 3};
		int late = 0;

		begin_search(chancy[i], &settings);
		for (int run = 0; run < 1000 && run_next(run_timeout); run++)
			late += search.run.status;
		end_search();
		CU_ASSERT_TRUE(late > 20 && late < 980);
	}
}

/* ---- replay ---- */

static bool replay(const struct schedule *schedule, int depth, uint64_t *chosen)
{
	const struct oracle_settings settings = {.schedule = schedule, .depth = depth};
	bool matched;

	begin_search(&oracle_replay, &settings);
	CU_ASSERT_TRUE(run_next(random_program_run));
	CU_ASSERT_TRUE(search.legal);
	matched = oracle_replay_matched(search.memory);
	*chosen = search.chosen;
	end_search();
	return matched;
}

static void replays_match(void)
{
	static struct schedule schedule;
	uint64_t original, again;

	for (uint64_t seed = 1; seed <= 200; seed++) {
		const struct oracle_settings settings = {.seed = seed};

		random_program_make(seed);
		begin_search(&oracle_random, &settings);
		run_next(random_program_run);
		original = search.chosen;
		end_search();
		schedule = memory.schedule;
		CU_ASSERT_TRUE(replay(&schedule, 0, &again));
		CU_ASSERT_EQUAL(again, original);
		CU_ASSERT_TRUE(replay(&schedule, 1, &again));
		CU_ASSERT_EQUAL(again, original);
		CU_ASSERT_EQUAL(memory.schedule.count, schedule.count);
		schedule.at[schedule.count - 1].count++; /* a step that is not there */
		CU_ASSERT_FALSE(replay(&schedule, 0, &again));
		CU_ASSERT_EQUAL(again, original);
		schedule.count--; /* or too few */
		CU_ASSERT_FALSE(replay(&schedule, 0, &again));
	}
}

static void names_lead_to_strategies(void)
{
	size_t count = 0;

	for (; oracle_at(count); count++)
		CU_ASSERT_PTR_EQUAL(oracle_find(oracle_at(count)->name), oracle_at(count));
	CU_ASSERT_EQUAL(count, 7);
	CU_ASSERT_PTR_NULL(oracle_find("guess"));
	CU_ASSERT_PTR_NULL(oracle_find(""));
}

int main(int argc, char **argv)
{
	static CU_TestInfo tests[] = {
		{"names lead to strategies", names_lead_to_strategies},
		{"closed forms: 70 interleavings and 1 class, 20 and 4", closed_forms},
		{"DPOR reaches the final states of 1,000 random programs", dpor_is_complete},
		{"DPOR knows that a process may have two ways", dpor_knows_two_ways},
		{"a bound admits the schedules within it, and no others", bounds_are_exact},
		{"a lost update takes one preemption", bound_misses_lost_update},
		{"chance finds a lost update", chance_finds_lost_update},
		{"seeds decide, and every choice is legal", seeds_decide},
		{"timeouts come sometimes", companions_get_a_share},
		{"200 schedules replay, and changed ones are noticed", replays_match},
		CU_TEST_INFO_NULL,
	};

	return suite_run("explore_oracle", tests, argc, argv);
}
