/*
 * ablation.c: why there are several strategies: for each one a program that it finds to be
 * wrong, and that others miss with the same number of schedules.
 *
 * A thread is a string of steps, each perhaps followed by how often: a small letter writes itself to
 * the log that all threads share, a capital one to another, p to a variable of the thread's own. The
 * program is wrong when the log of small letters is.
 */
#include "suite.h"

#include "explore/engine/engine.h"
#include "explore/explore.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_THREADS 4
#define MOST_LOG 256
#define SEEDS 5

struct program {
	const char *name;
	const char *thread[MOST_THREADS];
	bool (*is_wrong)(const char *log);
	unsigned long schedules;
	int bound; /* for dfs */
	const char *found_by, *missed_by;
};

static const struct program *program;

static struct {
	int length;
	char log[MOST_LOG], other, own[MOST_THREADS];
} shared;

/* ---- running one ---- */

static void write_to(char *where, uintptr_t pc)
{
	engine_access(where, 1, true, pc, NULL);
}

static void take_step(int number, char step)
{
	if (step == 'p') {
		write_to(&shared.own[number], 1);
	} else if (isupper((unsigned char)step)) {
		write_to(&shared.other, 2);
	} else {
		write_to(shared.log, 3);
		shared.log[shared.length++] = step;
	}
}

static void run_thread(void *arg)
{
	int number = (int)(intptr_t)arg;

	for (const char *at = program->thread[number]; *at;) {
		char step = *at++, *end;
		long count = strtol(at, &end, 10);

		for (long i = 0; i < (end == at ? 1 : count); i++)
			take_step(number, step);
		at = end;
	}
	engine_perform(
		&(struct op){.kind = OP_END, .writes = true, .object = engine_self(), .size = 1});
}

static bool has_ended(const struct op *op, const struct thread *thread)
{
	(void)thread;
	return !((const struct thread *)op->object)->op;
}

static void join(struct thread *thread)
{
	engine_perform(&(struct op){
		.kind = OP_JOIN, .writes = true, .object = thread, .size = 1, .ready = has_ended});
}

static int run_program(void *unused)
{
	(void)unused;
	memset(&shared, 0, sizeof shared);
	for (int i = 0; i < MOST_THREADS && program->thread[i]; i++)
		engine_spawn(run_thread, (void *)(intptr_t)i, 0);
	for (int id = 1; id < engine_thread_count(); id++)
		join(engine_thread(id));
	return program->is_wrong(shared.log);
}

static bool is_found(const char *strategy, uint64_t seed)
{
	const struct explore_scenario scenario = {.body = run_program};
	struct explore_options options = EXPLORE_DEFAULTS;
	struct explore_result *result;
	bool found;

	snprintf(options.strategy, sizeof options.strategy, "%s", strategy);
	options.seed = seed;
	options.schedules = program->schedules;
	options.bound = strcmp(strategy, "dfs") == 0 ? program->bound : -1;
	options.keep_races = options.unshrunk = options.no_trace = true;
	options.budget = 60;
	result = explore_run(&scenario, &options);
	found = result->verdict == EXPLORE_FAILED;
	explore_free(result);
	return found;
}

/* ---- the programs ---- */

static int count_before(const char *log, const char *end)
{
	int count = 0;

	for (; log < end; log++)
		count += *log == 'b';
	return count;
}

/* One short thread must come late, three times, next to a long one. */
static bool meets_windows(const char *log)
{
	for (int least = 20; least <= 70; least += 25) {
		const char *a = strchr(log, 'a');
		int before;

		if (!a)
			return false;
		before = count_before(shared.log, a);
		if (before < least || before >= least + 20)
			return false;
		log = a + 1;
	}
	return true;
}

/* All of one thread, at one place in the other. */
static bool fills_gap(const char *log)
{
	const char *a = strchr(log, 'a');

	return count_before(log, a) == 30 && strspn(a, "a") == 60;
}

/* Who may go on must wait for long, four times, while what the others do is their own affair. */
static bool runs_in_turns(const char *log)
{
	return strcmp(log, "abdcefhgi") == 0;
}

static bool alternates(const char *log)
{
	return strncmp(log, "ababababa", 9) == 0;
}

/* Three switches, each at one place only. */
static bool switches_exactly(const char *log)
{
	static const char *const wrong = "aaaaaaa"
					 "bbbbbb"
					 "aaaaa"
					 "bbbbbbbbbbbbbb"
					 "aaaaaaaa";

	return strcmp(log, wrong) == 0;
}

/* One order out of three, which few of the many schedules have. */
static bool comes_between(const char *log)
{
	return strcmp(log, "abc") == 0;
}

static const struct program programs[] = {
	{"late", {"a3", "b100"}, meets_windows, 300, -1, "urw", "random pct pos dfs dpor"},
	{"gap", {"a60", "b60"}, fills_gap, 2000, -1, "pct", "random urw pos dfs dpor"},
	{"turns",
	 {"p4acp4egp4i", "bp4dfp4h", "X10", "Y10"},
	 runs_in_turns,
	 40000,
	 -1,
	 "pos",
	 "random urw pct dfs dpor"},
	/* POS finds this one, too: where all steps conflict, it is as forgetful as random. */
	{"zip", {"a5", "b100"}, alternates, 4000, -1, "random", "urw pct dfs dpor"},
	{"exact", {"a20", "b20"}, switches_exactly, 20000, 3, "dfs", "random urw pct pos dpor"},
	{"order", {"p400acp400", "b"}, comes_between, 4, -1, "dpor", "random urw pct pos dfs"},
};

#define PROGRAMS (sizeof programs / sizeof *programs)

/* ---- with it, and without ---- */

static bool is_random(const char *strategy)
{
	return strcmp(strategy, "dfs") != 0 && strcmp(strategy, "dpor") != 0;
}

static void expect(const char *strategy, bool found)
{
	for (uint64_t seed = 1; seed <= (is_random(strategy) ? SEEDS : 1); seed++) {
		if (is_found(strategy, seed) == found)
			continue;
		printf("  %s, %s, seed %d: %s\n", program->name, strategy, (int)seed,
		       found ? "missed" : "found");
		CU_FAIL("not what this program is for");
	}
}

static void others_miss(void)
{
	for (program = programs; program < programs + PROGRAMS; program++) {
		char names[64], *rest = names, *name;

		snprintf(names, sizeof names, "%s", program->missed_by);
		while ((name = strsep(&rest, " ")))
			expect(name, false);
	}
}

static void each_finds_its_own(void)
{
	for (program = programs; program < programs + PROGRAMS; program++)
		expect(program->found_by, true);
}

static void every_strategy_has_one(void)
{
	for (size_t i = 0; oracle_at(i); i++) {
		size_t found = 0;

		for (size_t j = 0; j < PROGRAMS; j++)
			found += strcmp(programs[j].found_by, oracle_at(i)->name) == 0;
		CU_ASSERT_EQUAL(found, oracle_at(i) == &oracle_replay ? 0 : 1);
	}
}

int main(int argc, char **argv)
{
	static CU_TestInfo tests[] = {
		{"every strategy has a program of its own", every_strategy_has_one},
		{"each strategy finds what is wrong with its own", each_finds_its_own},
		{"the others miss it with as many schedules", others_miss},
		CU_TEST_INFO_NULL,
	};

	return suite_run("ablation", tests, argc, argv);
}
