/* bench.c: the timelines and experiments of this lab (see harness/lab/lab.h). */
#include "exec/crew.h"
#include "lab/bench.h"

#include <stdlib.h>

#define MS INT64_C(1000000)
#define LONG_UNIT \
	(20 * MS)     /* in the timelines: long enough for a look at the kernel's time slices */
#define UNIT (3 * MS) /* in the experiments, which repeat it often */

/* ---- timelines: DOC: the two tasks ---- */

static void three_units(void *arg, int task)
{
	(void)arg, (void)task;
	crew_compute(3 * LONG_UNIT);
}

static void one_unit(void *arg, int task)
{
	(void)arg, (void)task;
	crew_compute(LONG_UNIT);
}

const struct lab_timeline lab_timelines[] = {
	{.name = "two-tasks",
	 .title = "Two tasks of three units each: who runs where and when?",
	 .note = "Both only compute. A unit is about 20 ms of work.",
	 .tasks = 2,
	 .body = three_units,
	 .unit_ns = LONG_UNIT},
	{.name = "six-tasks",
	 .title = "The same six units as six tasks: does it help to cut the work smaller?",
	 .note = "Each computes for one unit, about 20 ms of work.",
	 .tasks = 6,
	 .body = one_unit,
	 .unit_ns = LONG_UNIT},
	{.name = NULL},
};

/* ---- experiments ---- */

static const char *const extras[] = {"cores used", "ms", "switches", NULL};

static void compute(void *units, int task)
{
	(void)task;
	crew_compute(*(const int *)units * UNIT);
}

/* So many tasks of so many units: how long, in units? */
static void run_tasks(const struct lab_question *question, int tasks, int units,
		      struct lab_sample *sample)
{
	const enum crew_way *way = question->subject->argument;
	struct crew_options options = {.way = *way, .tasks = tasks, .deadline_ms = 8000};
	struct crew_report report;

	if (crew_run(&options, compute, &units, &report) != 0) {
		bench_missing(sample, "%s", report.missing);
		return;
	}
	sample->value = (double)report.elapsed_ns / (double)UNIT;
	sample->extra[0] = report.cpu_ns / (double)report.elapsed_ns;
	sample->extra[1] = (double)report.elapsed_ns / 1e6;
	sample->extra[2] = (double)(report.voluntary + report.involuntary);
}

static void measure_two(const struct lab_question *question, struct lab_sample *sample)
{
	run_tasks(question, 2, 3, sample);
}

static void measure_many(const struct lab_question *question, struct lab_sample *sample)
{
	run_tasks(question, (int)question->parameter, 1, sample);
}

static const enum crew_way serial = CREW_SERIAL, one_core = CREW_THREADS_ONE_CORE,
			   coroutines = CREW_COROUTINES, threads = CREW_THREADS,
			   processes = CREW_PROCESSES, both = CREW_ASYNC_PROCESSES;

#define WAYS(by)                                                                                \
	{                                                                                       \
		{.label = "serial", .measure = by, .argument = &serial},                        \
			{.label = "threads on one core", .measure = by, .argument = &one_core}, \
			{.label = "coroutines", .measure = by, .argument = &coroutines},        \
			{.label = "threads", .measure = by, .argument = &threads},              \
			{.label = "processes", .measure = by, .argument = &processes},          \
			{.label = "async x processes", .measure = by, .argument = &both},       \
			{.label = NULL},                                                        \
	}

static const struct lab_subject two[] = WAYS(measure_two);
static const struct lab_subject many[] = WAYS(measure_many);

static const long counts[] = {1, 2, 4, 8, LAB_LAST};

const struct lab_experiment lab_experiments[] = {
	{.name = "two",
	 .title = "How long do two tasks of three units each take?",
	 .note = "From before the first is created until both are done. Median and 95 % interval.",
	 .unit = "units of time",
	 .extras = extras,
	 .subjects = two,
	 .count = 1,
	 .is_cold = true},
	{.name = "many",
	 .title = "How long do N tasks of one unit each take?",
	 .note = "The tasks only compute. A unit is about 3 ms of work.",
	 .unit = "units of time",
	 .parameter = "tasks",
	 .values = counts,
	 .extras = extras,
	 .subjects = many,
	 .count = 1,
	 .is_cold = true},
	{.name = NULL},
};
