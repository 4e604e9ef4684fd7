/* lab.c: where each way of doing many things at once bends or fails. See bench.c and subjects/. */
#include "lab/lab.h"

/* Of one way to another, both with so many tasks; `what` is an extra, or NULL for the time. */
#define RATIO(which, in, tasks, what, a, b, times)                                           \
	{                                                                                    \
		.kind = which, .experiment = in, .at = tasks, .measure = what, .subject = a, \
		.than = b, .limit = times                                                    \
	}

#define MORE(in, tasks, what, a, b, times) RATIO(LAB_RATIO_ABOVE, in, tasks, what, a, b, times)

/* Time of one way with many tasks, to the same with few. */
#define GROWTH(which, way, many, few, times)                                                   \
	{                                                                                      \
		.kind = which, .experiment = "waits", .subject = way, .at = many, .than = way, \
		.than_at = few, .limit = times                                                 \
	}

/* Switches by the kernel with a thousand tasks. */
#define SWITCHES(which, way, times)                                               \
	{                                                                         \
		.kind = which, .experiment = "waits", .subject = way, .at = 1000, \
		.measure = "switches", .limit = times                             \
	}

/*
 * DOC: what a thousand cost. A thread that waits is switched away, so there is a switch for each. The loop
 * sleeps only when nobody is due: how often that is depends on how busy it is, and is far less.
 */
#define THREADS_WASTE                                                              \
	{                                                                          \
		SWITCHES(LAB_VALUE_ABOVE, "threads", 900),                         \
			SWITCHES(LAB_VALUE_BELOW, "coroutines", 400),              \
			MORE("waits", 1000, "CPU ms", "threads", "coroutines", 2), \
			MORE("memory", 1000, NULL, "threads", "coroutines", 3)     \
	}

static const struct lab_claim claims[] = {
	{.text = "Many waiting threads waste switches, processor time and memory",
	 .condition = THREADS_WASTE},
	{.text = "In an event loop a thousand waits take little longer than ten",
	 .condition = {{.kind = LAB_GIVEN_ABOVE,
			.experiment = "mixed",
			.subject = "coroutines",
			.measure = "cores used",
			.limit = 0.8},
		       GROWTH(LAB_RATIO_BELOW, "coroutines", 1000, 10, 2)}},
	{.text = "One event loop holds 10,000 waiting tasks in less than 100 MB",
	 .condition = {{.kind = LAB_VALUE_BELOW,
			.experiment = "memory",
			.subject = "coroutines",
			.at = 10000,
			.measure = "MiB",
			.limit = 95}}},
	{.text = "Processes bend first: a hundred already cost more time and memory than threads",
	 .condition = {MORE("waits", 100, "CPU ms", "processes", "threads", 1),
		       MORE("memory", 100, NULL, "processes", "threads", 1)}},
	{.text = "One event loop is one core: once tasks also compute, a loop per core is faster",
	 .condition = {{.kind = LAB_GIVEN_CORES, .limit = 2},
		       {.kind = LAB_GIVEN_ABOVE,
			.experiment = "mixed",
			.subject = "async x processes",
			.measure = "cores used",
			.limit = 1.4},
		       RATIO(LAB_RATIO_BELOW, "mixed", 0, NULL, "async x processes", "coroutines",
			     0.8)}},
	{.text = NULL},
};

static const struct lab_advice advice[] = {
	{.take = "coroutines with an event loop, from a thousand tasks on",
	 .situation = LAB_WAITS,
	 .why = "So many waiting threads still work, and cost several times the memory, the "
		"switches "
		"and the processor time.",
	 .condition = THREADS_WASTE},
	{.take = NULL},
};

const struct lab lab = {
	.title = "Ten thousand tasks that wait",
	.about = "A server's tasks mostly wait: for a client, for a disk, for another server. Here "
		 "ten "
		 "to ten thousand of them wait at the same time, as coroutines of one thread, with "
		 "an event loop per core, as threads and as processes. How long does it take, what "
		 "does it cost, and where does each way bend, or does the system refuse?",
	.claims = claims,
	.advice = advice,
};
