/* lab.c: what concurrency and what cores do for work that waits. See bench.c and subjects/. */
#include "lab/lab.h"

#define MANY 32 /* tasks: enough of computing for two cores */

/* DOC: what is taken for granted: the processor was ours, at least in part. */
#define GIVEN(curve, cores)                                                                  \
	{                                                                                    \
		.kind = LAB_GIVEN_ABOVE, .experiment = "many", .subject = curve, .at = MANY, \
		.measure = "cores used", .limit = cores                                      \
	}

#define GIVEN_TWO(curve, cores)                                                 \
	{                                                                       \
		.kind = LAB_GIVEN_ABOVE, .experiment = "two", .subject = curve, \
		.measure = "cores used", .limit = cores                         \
	}

#define BELOW(curve, other, times)                                                              \
	{                                                                                       \
		.kind = LAB_RATIO_BELOW, .experiment = "many", .subject = curve, .than = other, \
		.at = MANY, .limit = times                                                      \
	}

#define ABOVE(name, curve, times)                                                                \
	{                                                                                        \
		.kind = LAB_RATIO_ABOVE, .experiment = name, .subject = curve, .than = "serial", \
		.limit = times                                                                   \
	}

/* What decides a claim, and the advice that follows from it. */
#define CONCURRENCY_HELPS                                                    \
	{                                                                    \
		GIVEN("threads on one core", 0.4), GIVEN("coroutines", 0.4), \
			BELOW("threads on one core", "serial", 0.7),         \
			BELOW("coroutines", "serial", 0.7)                   \
	}

#define BOTH_ARE_BEST                                                         \
	{                                                                     \
		{.kind = LAB_GIVEN_CORES, .limit = 2}, GIVEN("threads", 1.2), \
			GIVEN("async x processes", 1.2),                      \
			BELOW("threads", "threads on one core", 0.85),        \
			BELOW("async x processes", "coroutines", 0.85)        \
	}

static const struct lab_claim claims[] = {
	{.text = "With waits, concurrency on one core shortens the whole",
	 .condition = CONCURRENCY_HELPS},
	{.text = "Both together are best: waits overlap, and all cores compute",
	 .condition = BOTH_ARE_BEST},
	{.text = "A wait needs no core: one after another leaves most of it idle",
	 .condition = {{.kind = LAB_VALUE_BELOW,
			.experiment = "many",
			.subject = "serial",
			.at = 8,
			.measure = "cores used",
			.limit = 0.5}}},
	{.text = "A wait that the event loop does not know of holds up all its coroutines",
	 .condition = {GIVEN_TWO("serial", 0.4), GIVEN_TWO("coroutines that block", 0.4),
		       ABOVE("two", "coroutines that block", 0.75)}},
	{.text = "Reading a file is such a wait: coroutines take as long as one after another",
	 .condition = {ABOVE("files", "coroutines", 0.7)}},
	{.text = NULL},
};

static const struct lab_advice advice[] = {
	{.take = "an event loop with coroutines, or threads: one core is enough for waiting",
	 .situation = LAB_WAITS,
	 .why = "Who waits needs no core, and leaves it to the others.",
	 .condition = CONCURRENCY_HELPS},
	{.take = "threads for waits that an event loop does not see: files",
	 .situation = LAB_WAITS,
	 .why = "A read of a file blocks the loop with all its coroutines, and one thread only.",
	 .condition = {{.kind = LAB_RATIO_BELOW,
			.experiment = "files",
			.subject = "threads on one core",
			.than = "coroutines",
			.limit = 0.9}}},
	{.take = "an event loop on each core, or threads, when there is much to compute as well",
	 .situation = LAB_WAITS,
	 .why = "The waits overlap on one core already; only further cores shorten the computing.",
	 .condition = BOTH_ARE_BEST},
	{.take = NULL},
};

const struct lab lab = {
	.title = "Tasks that wait",
	.about = "Two tasks compute for one unit of time, wait for two units until a server has "
		 "answered, and compute for one more. One after another, as threads that share a "
		 "core, as coroutines with an event loop, as threads and processes that have all "
		 "cores: who runs, who waits, and when are both done? Then one task up to 32 that "
		 "mostly wait, and eight that read from a disk.",
	.claims = claims,
	.advice = advice,
};
