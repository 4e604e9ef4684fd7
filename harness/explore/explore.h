/*
 * explore.h: every interleaving on demand: can this program fail, and how?
 *
 * A scenario (a function of a CUnit test or a lab, or a whole program's main) runs again and again
 * in the modelled world of world/world.h, each time under another schedule, until one fails or, if
 * it is small enough, until none is left that could. README.md explains the method, and what a
 * certificate proves.
 *
 *   struct explore_scenario scenario = {.body = two_pushes, .arg = &list};
 *   struct explore_options options = EXPLORE_DEFAULTS;
 *   struct explore_result *result = explore_run(&scenario, &options);
 *   if (result->verdict == EXPLORE_FAILED) puts(result->failure.text);
 *   explore_free(result);
 */
#ifndef EXPLORE_EXPLORE_H
#define EXPLORE_EXPLORE_H

#include "explore/engine/failure.h"
#include "explore/engine/race.h"
#include "explore/engine/schedule.h"
#include "explore/engine/trace.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct explore_region;
struct explore_result;

struct explore_scenario {
	/*
	 * The main thread. With `forbidden` NULL what it returns is an exit status, of which all
	 * but 0 are failures; else it is an outcome, to be counted and judged.
	 */
	int (*body)(void *arg);
	void *arg;
	bool (*forbidden)(int outcome);
	const char *(*describe)(int outcome); /* in words: "lost: a node is missing"; or NULL */
	/* Memory to put back before each schedule, beyond the program's own; ends with NULL. */
	const struct explore_region *regions;
};

struct explore_region {
	void *start;
	size_t size;
};

#define EXPLORE_NAME 16
#define EXPLORE_JOBS 64 /* most of them */

/* How to search. All members 0 is no valid set: start from EXPLORE_DEFAULTS. */
struct explore_options {
	char strategy[EXPLORE_NAME]; /* "" : find, then certify; else one strategy by name */
	uint64_t seed;
	double budget;		 /* seconds of wall-clock time */
	unsigned long schedules; /* most of them; 0: no limit */
	unsigned long points;	 /* most visible steps, of all schedules together; 0: no limit */
	int bound;		 /* dfs: most preemptions; -1: any number */
	int depth;		 /* pct: order constraints */
	bool every_point;	 /* with a strategy: decide at plain accesses too */
	bool spurious;		 /* with a strategy: condition waits may wake up for no reason */
	bool processes;		 /* threads stand for processes: mutexes must be shared ones */
	bool leaks;		 /* memory that nobody can free any more is a failure */
	bool no_waiting;  /* so is a thread that waits for another; then nothing is certified */
	bool no_spinning; /* so is one that waits by looking again and again, instead of sleeping */
	bool cooperative; /* threads stand for coroutines, which switch at task_pause alone; not dpor */
	bool keep_going; /* with a strategy: count failures instead of stopping at one */
	bool keep_races; /* a race alone does not count as failure */
	bool unshrunk;	 /* show the schedule as found */
	bool no_trace;	 /* do not replay for the trace */
	int jobs;	 /* processes that search at random at the same time: 1 to EXPLORE_JOBS */
	unsigned long most_steps;
	size_t most_memory;   /* bytes that the program may allocate in one schedule */
	const char *schedule; /* replay this string instead of searching; or NULL */
	/* Called now and then with the progress so far; NULL: nobody is interested. */
	void (*progress)(const struct explore_result *result);
};

#define EXPLORE_DEFAULTS                                                                          \
	{                                                                                         \
		.jobs = 1, .seed = 1, .budget = 10, .bound = -1, .depth = 3, .every_point = true, \
		.most_steps = 20000, .most_memory = (size_t)256 << 20,                            \
	}

enum explore_verdict {
	EXPLORE_PENDING,   /* still searching */
	EXPLORE_CERTIFIED, /* no schedule fails: all were covered, see `coverage` */
	EXPLORE_NOTHING,   /* none failed of those that were run: no proof */
	EXPLORE_FAILED,
	EXPLORE_REFUSED,  /* the program does something that is not modelled: no verdict */
	EXPLORE_MISMATCH, /* the schedule string is not of this program */
	EXPLORE_BROKEN,	  /* the program could not be run at all; failure.text says why */
};

/* What of the schedules has been covered. */
struct explore_coverage {
	bool complete;		 /* DPOR came to its end without cutting anything */
	int bound;		 /* all schedules with at most so many preemptions; -1: none */
	unsigned long cut;	 /* schedules cut at the most steps */
	unsigned long loops_cut; /* waiting loops cut though they counted */
	bool spurious;		 /* spurious wake-ups were included */
	bool spurious_limited;	 /* but no more than one a thread */
	bool cooperative;	 /* schedules of coroutines */
	bool relaxed;		 /* there are atomics weaker than seq_cst, explored as if seq_cst */
};

/* How many schedules each part of a search ran. */
struct explore_phase {
	char name[EXPLORE_NAME]; /* "urw+pct", "dpor", "bound 1"... */
	unsigned long schedules;
	bool complete;
};

struct explore_outcome {
	int value;
	bool forbidden;
	unsigned long schedules;
};

#define EXPLORE_PHASES 12
#define EXPLORE_OUTCOMES 1024
#define EXPLORE_STRING 4096

/* Plain data without pointers: it is written by one process and read by another. */
struct explore_result {
	enum explore_verdict verdict;
	struct failure failure; /* when failed, refused or broken */
	unsigned long schedules, steps, points;
	unsigned long first_race, first_failure; /* the how-manieth schedule; 0: none */
	unsigned long failures;			 /* schedules that failed, when it kept going */
	unsigned long redundant;		 /* abandoned as covered by another */
	double seconds;
	int phase_count;
	struct explore_phase phase[EXPLORE_PHASES];
	struct explore_coverage coverage;
	/* Over the last phase's schedules (of DPOR: inequivalent ones). */
	int outcome_count;
	bool more_outcomes;
	struct explore_outcome outcome[EXPLORE_OUTCOMES];
	struct race_list races;
	/* The failing schedule (of the replay): */
	char string[EXPLORE_STRING];		 /* what SCHEDULE= takes */
	unsigned preemptions, preemptions_found; /* after shrinking, before */
	bool minimal;				 /* removing any preemption makes it vanish */
	uint32_t output_length;
	char output[16384]; /* what the program printed under it; cut */
	struct schedule schedule;
	struct trace trace;
};

/*
 * Explore a scenario. Runs in forked children: a crash costs one schedule, and nothing that the
 * scenario does is seen by the caller. Never NULL; dies (die_system) when there is no memory for
 * the result. A malformed schedule string gives EXPLORE_MISMATCH and says so in failure.text.
 */
struct explore_result *explore_run(const struct explore_scenario *scenario,
				   const struct explore_options *options);

/*
 * The same for a program that was built by build.sh (an "explorable"): argv[0] is its path, the
 * rest are the arguments for its main. The process group's terminal stays ours.
 */
struct explore_result *explore_program(char *const argv[], const struct explore_options *options);

/*
 * In such a program's main function: explore the scenario as the caller of explore_program asked.
 * Returns when that is done; dies (die_user) when nobody asked.
 */
void explore_serve(const struct explore_scenario *scenario);

void explore_free(struct explore_result *result);

/* "certified", "failed"...: one word for JSON. */
const char *explore_verdict_word(enum explore_verdict verdict);

/*
 * Schedules as strings: "v1-HASH-1x4_2x7_33x1": the program's fingerprint under it, then run
 * lengths. Only letters, digits, '-' and '_'. Formatting returns false when it does not fit;
 * parsing when it is malformed.
 */
bool explore_format_schedule(const struct schedule *schedule, char *string, size_t size);
bool explore_parse_schedule(const char *string, struct schedule *schedule);

/* The part of a fingerprint that a string holds; parsing stores it in place of the whole. */
uint32_t explore_fold_fingerprint(uint32_t fingerprint);

#endif
