/* bench.c: the timelines and experiments of this lab (see harness/lab/lab.h); its subjects are in subjects/. */
#include "subjects/waits.h"

#include <stddef.h>

#define LONG_UNIT (10 * MS) /* in the timelines */
#define UNIT (1 * MS)	    /* in the experiments, which repeat it often */

/* ---- timelines ---- */

/* DOC: the two tasks: one unit of computing, two of waiting, one of computing. */
static const struct waits_load two_long = {
	.before_ns = LONG_UNIT, .after_ns = LONG_UNIT, .server = {.median_ns = 2 * LONG_UNIT}};

/* DOC: the load: a millisecond of computing around a wait that is mostly short, and sometimes long. */
static const struct waits_load mostly_waiting = {
	.before_ns = MS / 2,
	.after_ns = MS / 2,
	.server = {.median_ns = 3 * MS, .tail_ns = 9 * MS, .seed = 7}};

/* The same five times as slow, to be looked at. */
static const struct waits_load mostly_waiting_long = {
	.before_ns = 5 * MS / 2,
	.after_ns = 5 * MS / 2,
	.server = {.median_ns = 15 * MS, .tail_ns = 45 * MS, .seed = 7}};

static void *open_two(void)
{
	return waits_open(&two_long);
}

static void *open_six(void)
{
	return waits_open(&mostly_waiting_long);
}

const struct lab_timeline lab_timelines[] = {
	{.name = "two-tasks",
	 .title = "Two tasks that wait in the middle: who runs where and when?",
	 .note = "Each computes for one unit, waits two units for a server, and computes for one "
		 "unit. A unit is 10 ms.",
	 .tasks = 2,
	 .body = waits_task,
	 .open = open_two,
	 .close = waits_close,
	 .unit_ns = LONG_UNIT},
	{.name = "six-tasks",
	 .title = "Six tasks that mostly wait: what happens to the waits?",
	 .note = "Each computes for 2.5 ms, waits for a server (15 ms in the median, 99 of 100 "
		 "less "
		 "than 45), and computes for 2.5 ms.",
	 .tasks = 6,
	 .body = waits_task,
	 .open = open_six,
	 .close = waits_close},
	{.name = NULL},
};

/* ---- experiments ---- */

static const struct waits_load two_short = {
	.before_ns = UNIT, .after_ns = UNIT, .server = {.median_ns = 2 * UNIT}};

static void measure_two(const struct lab_question *question, struct lab_sample *sample)
{
	waits_measure(question, 2, &two_short, UNIT, sample);
}

static void measure_many(const struct lab_question *question, struct lab_sample *sample)
{
	waits_measure(question, (int)question->parameter, &mostly_waiting, MS, sample);
}

static const struct waits_way serial = {CREW_SERIAL, false},
			      one_core = {CREW_THREADS_ONE_CORE, false},
			      coroutines = {CREW_COROUTINES, false},
			      blocking = {CREW_COROUTINES, true}, threads = {CREW_THREADS, false},
			      processes = {CREW_PROCESSES, false},
			      both = {CREW_ASYNC_PROCESSES, false};

#define WAYS(by)                                                                        \
	{.label = "serial", .measure = by, .argument = &serial},                        \
		{.label = "threads on one core", .measure = by, .argument = &one_core}, \
		{.label = "coroutines", .measure = by, .argument = &coroutines},        \
		{.label = "threads", .measure = by, .argument = &threads},              \
		{.label = "processes", .measure = by, .argument = &processes},          \
	{                                                                               \
		.label = "async x processes", .measure = by, .argument = &both          \
	}

static const struct lab_subject two[] = {
	WAYS(measure_two),
	{.label = "coroutines that block", .measure = measure_two, .argument = &blocking},
	{.label = NULL},
};
static const struct lab_subject many[] = {WAYS(measure_many), {.label = NULL}};
static const struct lab_subject files[] = {WAYS(files_measure), {.label = NULL}};

static const long counts[] = {1, 8, 32, LAB_LAST};

const struct lab_experiment lab_experiments[] = {
	{.name = "two",
	 .title = "How long do two tasks take that compute one unit, wait two, and compute one?",
	 .note = "From before the first is created until both are done. Median and 95 % interval.",
	 .unit = "units of time",
	 .extras = waits_extras,
	 .subjects = two,
	 .count = 1,
	 .is_cold = true},
	{.name = "many",
	 .title = "How long do N tasks take that mostly wait for a slow server?",
	 .note = "Each computes for 1 ms and waits: 3 ms in the median, 99 of 100 less than 9 ms.",
	 .unit = "ms",
	 .parameter = "tasks",
	 .values = counts,
	 .extras = waits_extras,
	 .subjects = many,
	 .count = 1,
	 .is_cold = true},
	{.name = "files",
	 .title = "How long do eight tasks take that read from a disk?",
	 .note = "Each reads 8 blocks of 64 KiB, past the page cache, and computes for 0.05 ms on "
		 "each.",
	 .unit = "ms",
	 .extras = files_extras,
	 .subjects = files,
	 .count = 1,
	 .is_cold = true},
	{.name = NULL},
};
