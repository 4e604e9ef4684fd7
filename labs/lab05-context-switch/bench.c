/* bench.c: the experiments of this lab (see harness/lab/lab.h); its subjects are in subjects/. */
#include "subjects/turns.h"

#define BOTH (LAB_SAME_CORE | LAB_ACROSS_CORES)

static const struct turns round_trip = {.wanted = ROUND_TRIP};
static const struct turns per_switch = {.wanted = PER_SWITCH};
static const struct turns beyond_work = {.wanted = BEYOND_WORK};

/* Two threads or two processes, by a way. */
#define PAIR(what, name, by, between, where)                               \
	{                                                                  \
		.label = name, .placements = where, .measure = turns_pair, \
		.argument = &(const struct turns)                          \
		{                                                          \
			.wanted = what, .way = &by, .processes = between   \
		}                                                          \
	}

static const struct lab_subject round_trips[] = {
	{.label = "coroutine", .measure = turns_coroutine, .argument = &round_trip},
	{.label = "generator", .measure = turns_generator, .argument = &round_trip},
	{.label = "ucontext", .measure = turns_ucontext, .argument = &round_trip},
	{.label = "pipe calls, no switch", .measure = turns_calls, .argument = &round_trip},
	PAIR(ROUND_TRIP, "threads, pipe", way_pipe, false, BOTH),
	PAIR(ROUND_TRIP, "threads, eventfd", way_eventfd, false, BOTH),
	PAIR(ROUND_TRIP, "threads, futex", way_futex, false, BOTH),
	PAIR(ROUND_TRIP, "threads, semaphore", way_semaphore, false, BOTH),
	PAIR(ROUND_TRIP, "threads, condition", way_condition, false, BOTH),
	PAIR(ROUND_TRIP, "processes, pipe", way_pipe, true, BOTH),
	PAIR(ROUND_TRIP, "processes, eventfd", way_eventfd, true, BOTH),
	PAIR(ROUND_TRIP, "processes, futex", way_futex, true, BOTH),
	PAIR(ROUND_TRIP, "processes, semaphore", way_semaphore, true, BOTH),
	PAIR(ROUND_TRIP, "processes, condition", way_condition, true, BOTH),
	{.label = NULL},
};

static const struct lab_subject switches[] = {
	{.label = "coroutine", .measure = turns_coroutine, .argument = &per_switch},
	{.label = "generator", .measure = turns_generator, .argument = &per_switch},
	{.label = "ucontext", .measure = turns_ucontext, .argument = &per_switch},
	PAIR(PER_SWITCH, "threads, futex", way_futex, false, LAB_SAME_CORE),
	PAIR(PER_SWITCH, "threads, pipe", way_pipe, false, LAB_SAME_CORE),
	PAIR(PER_SWITCH, "processes, futex", way_futex, true, LAB_SAME_CORE),
	PAIR(PER_SWITCH, "processes, pipe", way_pipe, true, LAB_SAME_CORE),
	{.label = NULL},
};

static const struct lab_subject working_sets[] = {
	{.label = "coroutine", .measure = turns_coroutine, .argument = &beyond_work},
	PAIR(BEYOND_WORK, "threads, pipe", way_pipe, false, LAB_SAME_CORE),
	PAIR(BEYOND_WORK, "processes, pipe", way_pipe, true, LAB_SAME_CORE),
	{.label = NULL},
};

static const long bytes[] = {1024, 4096, 8192, 16384, 32768, 65536, 131072, LAB_LAST};

const struct lab_experiment lab_experiments[] = {
	{.name = "round-trip",
	 .title = "What does it cost to ask another party and wait for its answer?",
	 .note = "Time of a round trip: median and 95 % interval. All wait asleep.",
	 .unit = "ns per round trip",
	 .extras = turns_extras,
	 .subjects = round_trips},
	{.name = "switch",
	 .title = "What does one switch cost, with the call that asks for it?",
	 .note = "Time of a round trip divided by the switches that were counted in it.",
	 .unit = "ns per switch",
	 .extras = turns_extras,
	 .subjects = switches},
	{.name = "working-set",
	 .title = "What does a switch cost when both parties have work in the cache?",
	 .note = "Time of a turn beyond what its walk through the working set takes without "
		 "switches.",
	 .unit = "ns per switch",
	 .parameter = "working set of each party (bytes)",
	 .values = bytes,
	 .extras = turns_extras,
	 .subjects = working_sets},
	{.name = NULL},
};
