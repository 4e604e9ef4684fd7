/* lab.c: what concurrency and what cores do for work that only computes. See bench.c. */
#include "lab/lab.h"

/*
 * DOC: what is taken for granted: the processor was ours, else nothing follows. Were serial slowed down by
 * others, the rest would look faster than it; so it is asked for most.
 */
#define GIVEN(curve, cores)                                                     \
	{                                                                       \
		.kind = LAB_GIVEN_ABOVE, .experiment = "two", .subject = curve, \
		.measure = "cores used", .limit = cores                         \
	}

/* How long two tasks of three units take, against serial. */
#define RATIO(which, curve, times)                                                      \
	{                                                                               \
		.kind = which, .experiment = "two", .subject = curve, .than = "serial", \
		.limit = times                                                          \
	}

/* What decides a claim, and the advice that follows from it. */
#define CORES_SHORTEN_IT                                                                 \
	{                                                                                \
		{.kind = LAB_GIVEN_CORES, .limit = 2}, GIVEN("threads", 1.5),            \
			GIVEN("processes", 1.5), RATIO(LAB_RATIO_BELOW, "threads", 0.7), \
			RATIO(LAB_RATIO_BELOW, "processes", 0.7)                         \
	}

static const struct lab_claim claims[] = {
	{.text = "Concurrency on one core does not shorten CPU-bound work",
	 .condition = {GIVEN("serial", 0.9), GIVEN("threads on one core", 0.8),
		       GIVEN("coroutines", 0.8), RATIO(LAB_RATIO_ABOVE, "threads on one core", 0.9),
		       RATIO(LAB_RATIO_ABOVE, "coroutines", 0.9)}},
	{.text = "Several cores do shorten it, with threads as with processes",
	 .condition = CORES_SHORTEN_IT},
	{.text = "One task alone gains nothing from further cores",
	 .condition = {{.kind = LAB_GIVEN_CORES, .limit = 2},
		       {.kind = LAB_GIVEN_ABOVE,
			.experiment = "many",
			.subject = "serial",
			.at = 1,
			.measure = "cores used",
			.limit = 0.85},
		       {.kind = LAB_RATIO_ABOVE,
			.experiment = "many",
			.subject = "threads",
			.than = "serial",
			.at = 1,
			.limit = 0.85}}},
	{.text = NULL},
};

static const struct lab_advice advice[] = {
	{.take = "as many threads or processes as there are cores",
	 .situation = LAB_NO_WAITS,
	 .why = "Work that only computes gets faster by cores, and not by taking turns on one.",
	 .condition = CORES_SHORTEN_IT},
	{.take = NULL},
};

const struct lab lab = {
	.title = "Two tasks, three units each",
	.about = "Two tasks have to compute for three units of time each. One after another, as "
		 "threads that share a core, as coroutines of one thread, as threads and processes "
		 "that have all cores: who runs where and when, and when are both done? Each task "
		 "writes down when it gets a core and when it loses it; the picture is drawn from "
		 "that. Then the same for one task up to eight.",
	.claims = claims,
	.advice = advice,
};
