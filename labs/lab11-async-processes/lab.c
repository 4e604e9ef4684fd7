/* lab.c: what an event loop per core does for work that both waits and computes. See bench.c. */
#include "lab/lab.h"

#define MIXED 75 /* percent of a request's time that it waits */
#define ONLY_WAITS 100
#define BOTH "async x processes"

/*
 * DOC: what is taken for granted: both cores were ours. Two loops beside other programs get what two
 * programs get; as many threads as there are requests get more of the machine, and would look
 * faster. When requests only compute, the loops must have had nearly all of the cores.
 */
#define OURS                                                                              \
	{.kind = LAB_GIVEN_CORES, .limit = 2},                                            \
	{                                                                                 \
		.kind = LAB_GIVEN_ABOVE, .experiment = "mixed", .subject = BOTH, .at = 0, \
		.measure = "share of cores", .limit = 0.75                                \
	}

#define TAKES(curve, times)                                                                     \
	{                                                                                       \
		.kind = LAB_RATIO_ABOVE, .experiment = "mixed", .subject = curve, .than = BOTH, \
		.at = MIXED, .limit = times                                                     \
	}

#define HOLDS_MEMORY(curve, times)                                                               \
	{                                                                                        \
		.kind = LAB_RATIO_ABOVE, .experiment = "memory", .subject = curve, .than = BOTH, \
		.limit = times                                                                   \
	}

#define IN_LINES(than_curve, times)                                             \
	{                                                                       \
		.kind = LAB_RATIO_ABOVE, .experiment = "code", .subject = BOTH, \
		.than = than_curve, .limit = times                              \
	}

static const struct lab_claim claims[] = {
	{.text = "On a mixed load nothing beats an event loop per core by more than a fifth",
	 .condition = {OURS, TAKES("threads", 0.8), TAKES("thread pool", 0.8),
		       TAKES("processes", 0.8), TAKES("coroutines", 0.8)}},
	{.text = "It beats serial, one event loop alone, and a process for each request",
	 .condition = {OURS, TAKES("serial", 2), TAKES("coroutines", 1.2),
		       TAKES("processes", 1.2)}},
	{.text = "A thread for each request holds more memory, a process for each much more",
	 .condition = {HOLDS_MEMORY("threads", 1.5), HOLDS_MEMORY("processes", 3)}},
	{.text = "One event loop does not keep up with requests that need more than one core",
	 .condition = {OURS,
		       {.kind = LAB_RATIO_ABOVE,
			.experiment = "steady",
			.subject = "coroutines",
			.than = BOTH,
			.limit = 1.2}}},
	{.text = "A thread pool fits one mix only: if requests only wait, it takes half as long "
		 "again",
	 .condition = {{.kind = LAB_GIVEN_CORES, .limit = 2},
		       {.kind = LAB_RATIO_ABOVE,
			.experiment = "mixed",
			.subject = "thread pool",
			.than = BOTH,
			.at = ONLY_WAITS,
			.limit = 1.5}}},
	{.text = "It costs code: three times that of serial, half as much again as threads",
	 .condition = {IN_LINES("serial", 3), IN_LINES("threads", 1.5)}},
	{.text = NULL},
};

/* Also that threads come nearly as far, which the sentence says: within the double. */
static const struct lab_advice advice[] = {
	{.take = "an event loop per core, if there is much to compute, too; or threads",
	 .situation = LAB_WAITS,
	 .why = "One loop has one core only. Threads come nearly as far, for half the code and "
		"more "
		"memory.",
	 .condition = {OURS,
		       TAKES("serial", 2),
		       TAKES("coroutines", 1.2),
		       TAKES("processes", 1.2),
		       {.kind = LAB_RATIO_BELOW,
			.experiment = "mixed",
			.subject = "threads",
			.than = BOTH,
			.at = MIXED,
			.limit = 2}}},
	{.take = NULL},
};

const struct lab lab = {
	.title = "An event loop per core",
	.about = "Requests are parsed, wait for a slow server, and are computed on. The same load "
		 "is "
		 "carried in six ways, each written out as a program: one request after another, a "
		 "thread for each, a few threads for all, a process for each, coroutines with an "
		 "event loop, and an event loop in a process for each core. How long does it take, "
		 "how long do the slowest wait for their answer, how much memory does it take, and "
		 "how many lines?",
	.claims = claims,
	.advice = advice,
};
