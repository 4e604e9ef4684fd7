/*
 * bench.c: the experiments and the timeline of this lab (see harness/lab/lab.h). What is measured is in
 * subjects/, and what is shown in the handout in ways/.
 * Links: -luv
 */
#include "exec/crew.h"
#include "subjects/subjects.h"

#define MS INT64_C(1000000)
#define UNIT (20 * MS) /* of computing: long enough for the kernel to take a core away within it */

/* ---- the timeline ---- */

/* DOC: three units and two pauses */
static void three_units(void *arg, int task)
{
	(void)arg, (void)task;
	crew_compute(UNIT);
	crew_pause();
	crew_compute(UNIT);
	crew_pause();
	crew_compute(UNIT);
}

const struct lab_timeline lab_timelines[] = {
	{.name = "pauses",
	 .title = "Two tasks of three units, with pauses in between: who runs when?",
	 .note = "A unit is about 20 ms of work. Threads are switched where the kernel likes, "
		 "coroutines where they pause.",
	 .tasks = 2,
	 .body = three_units,
	 .ways = 1u << CREW_THREADS_ONE_CORE | 1u << CREW_COROUTINES,
	 .unit_ns = UNIT},
	{.name = NULL},
};

/* ---- experiments ---- */

static const struct between_kind no_pause = {false}, pause_inside = {true};

static const struct lab_subject sections[] = {
	{.label = "coroutines, a pause inside",
	 .measure = measure_sections_of_coroutines,
	 .argument = &pause_inside},
	{.label = "coroutines, no pause inside",
	 .measure = measure_sections_of_coroutines,
	 .argument = &no_pause},
	{.label = "threads",
	 .placements = LAB_SAME_CORE | LAB_ACROSS_CORES,
	 .measure = measure_sections_of_threads},
	{.label = NULL},
};

static const struct pauses_way by_scheduler = {pauses_by_scheduler},
			       by_generators = {pauses_by_generators}, by_loop = {pauses_by_loop};

static const struct lab_subject pauses[] = {
	{.label = "coroutine, scheduler", .measure = measure_coroutines, .argument = &by_scheduler},
	{.label = "generator", .measure = measure_coroutines, .argument = &by_generators},
	{.label = "coroutine, event loop", .measure = measure_coroutines, .argument = &by_loop},
	{.label = "threads, sched_yield", .placements = LAB_SAME_CORE, .measure = measure_yields},
	{.label = "threads, pipe", .placements = LAB_SAME_CORE, .measure = measure_pipes},
	{.label = NULL},
};

static const struct errands_kind ours = {errands_by_loop}, libuv = {errands_by_uv};

static const struct lab_subject waits[] = {
	{.label = "our event loop", .measure = measure_waits, .argument = &ours},
	{.label = "libuv", .measure = measure_waits, .argument = &libuv},
	{.label = NULL},
};

static const struct lab_subject talks[] = {
	{.label = "our event loop", .measure = measure_talk, .argument = &ours},
	{.label = "libuv", .measure = measure_talk, .argument = &libuv},
	{.label = NULL},
};

static const long crowds[] = {100, 1000, LAB_LAST};
static const long pairs[] = {1, 100, LAB_LAST};

const struct lab_experiment lab_experiments[] = {
	{.name = "between",
	 .title = "How often does somebody else run between two lines of code?",
	 .note = "Sections of half a microsecond in which another party's mark is found. No "
		 "symbol: in none.",
	 .unit = "sections per million",
	 .extras = between_extras,
	 .subjects = sections,
	 .count = 60000},
	{.name = "pause",
	 .title = "What does an explicit pause cost?",
	 .note = "Two parties on one core pause for each other. Time of one pause.",
	 .unit = "ns per pause",
	 .extras = pauses_extras,
	 .subjects = pauses},
	{.name = "waits",
	 .title = "How long do so many waits of 10 ms take, all at the same time?",
	 .note = "From creating the loop to its end, the second time in a row: coroutines that "
		 "sleep, timers with callbacks.",
	 .unit = "ms",
	 .parameter = "waits",
	 .values = crowds,
	 .extras = errands_extras,
	 .subjects = waits,
	 .count = 1},
	{.name = "talk",
	 .title = "A byte to an echo and back, by so many pairs at the same time: what does it "
		  "cost?",
	 .note = "The whole program: pairs of sockets are made, used and closed.",
	 .unit = "ns per round trip",
	 .parameter = "pairs",
	 .values = pairs,
	 .extras = errands_extras,
	 .subjects = talks,
	 .count = 2000},
	{.name = NULL},
};
