/*
 * bench.c: the experiments of this lab (see harness/lab/lab.h).
 *
 *   build/labs/lab12-many-tasks/bench                      the experiments and their subjects
 *   build/labs/lab12-many-tasks/bench memory threads       one of them, by hand
 *
 * What the system refuses (threads, processes, memory, descriptors) is said in the row, as a result.
 */
#include "subjects/room.h"

#include "exec/crew.h"
#include "exec/exec.h"
#include "lab/bench.h"

#include <stdatomic.h>
#include <stdbool.h>

#define US INT64_C(1000)
#define MS (1000 * US)
#define MIXED_TASKS 1000
#define DEADLINE_MS 40000 /* for one crew: 10,000 threads on a busy machine take their time */

/* ---- DOC: the tasks ---- */

/* From 10 to 20 ms, spread evenly, each task its own: number times the golden ratio, without whole turns. */
static int64_t wait_of(int task)
{
	uint32_t turn = (uint32_t)task * 2654435769u;

	return 10 * MS + (int64_t)((uint64_t)turn * (uint64_t)(10 * MS) >> 32);
}

static void wait_once(void *arg, int task)
{
	(void)arg;
	crew_sleep(wait_of(task));
}

/* As a server's request: understand it, wait for what it needs, answer. */
static void wait_and_compute(void *arg, int task)
{
	(void)arg;
	crew_compute(50 * US);
	crew_sleep(wait_of(task));
	crew_compute(50 * US);
}

/* ---- all there at once ---- */

/* In memory that all tasks share, also those that are processes. */
struct gathering {
	int tasks;
	enum crew_way way;
	struct kernel_memory before;
	atomic_int here;
	atomic_bool is_complete;
	atomic_long kernel_kib;
};

/*
 * Where each is created while others are there already: the more there are, the less often each may look,
 * else they keep the cores from those to come.
 */
static int64_t nap_of(const struct gathering *all)
{
	bool is_loop = all->way == CREW_COROUTINES || all->way == CREW_ASYNC_PROCESSES;

	return 10 * MS + (is_loop ? 0 : all->tasks * 20 * US);
}

static void look_around(struct gathering *all)
{
	long kib = room_kernel_kib(all->way, all->tasks, &all->before);

	if (kib < 0)
		crew_refused("a look at /proc");
	atomic_store(&all->kernel_kib, kib);
	atomic_store(&all->is_complete, true);
}

/*
 * DOC: all at once. Nobody leaves before all have come, so that memory is what so many take that wait at the
 * same time. If one is refused all leave.
 */
static void wait_for_all(void *arg, int task)
{
	struct gathering *all = arg;

	(void)task;
	if (atomic_fetch_add(&all->here, 1) + 1 == all->tasks)
		look_around(all);
	while (!atomic_load(&all->is_complete) && crew_refusals() == 0)
		crew_sleep(nap_of(all));
}

/* ---- running them ---- */

static int tasks_of(const struct lab_question *question)
{
	return question->parameter > 0 ? (int)question->parameter : MIXED_TASKS;
}

/* Run the crew; false, and the sample says why, if not all tasks came to their end. */
static bool run(const struct lab_question *question, crew_body *body, void *arg,
		struct crew_report *report, struct lab_sample *sample)
{
	struct crew_options options = {
		.way = *(const enum crew_way *)question->subject->argument,
		.tasks = tasks_of(question),
		.deadline_ms = DEADLINE_MS,
	};

	if (!room_is_enough(options.way, options.tasks, sample))
		return false;
	if (crew_run(&options, body, arg, report) == 0)
		return true;
	if (report->refused > 0)
		bench_missing(sample, "%s (%d of %d tasks ran)", report->missing, report->finished,
			      options.tasks);
	else
		bench_missing(sample, "%s", report->missing);
	return false;
}

static const char *const time_extras[] = {"cores used", "CPU ms", "switches",
					  "pauses",	"MiB",	  NULL};

static void measure_time(const struct lab_question *question, crew_body *body,
			 struct lab_sample *sample)
{
	struct crew_report report;

	if (!run(question, body, NULL, &report, sample))
		return;
	sample->value = (double)report.elapsed_ns / 1e6;
	sample->extra[0] = report.cpu_ns / (double)report.elapsed_ns;
	sample->extra[1] = report.cpu_ns / 1e6;
	sample->extra[2] = (double)(report.voluntary + report.involuntary);
	sample->extra[3] = (double)report.coroutine_switches;
	if (report.memory_kib >= 0)
		sample->extra[4] = (double)report.memory_kib / 1024;
}

static void measure_waits(const struct lab_question *question, struct lab_sample *sample)
{
	measure_time(question, wait_once, sample);
}

static void measure_mixed(const struct lab_question *question, struct lab_sample *sample)
{
	measure_time(question, wait_and_compute, sample);
}

static const char *const memory_extras[] = {"MiB", "kernel MiB", NULL};

static void weigh(const struct gathering *all, const struct crew_report *report,
		  struct lab_sample *sample)
{
	double kernel = (double)atomic_load(&all->kernel_kib);
	double sum = (double)report->memory_kib + kernel;

	if (report->memory_kib < 0) {
		bench_missing(sample, "the system does not tell a process's memory");
		return;
	}
	sample->value = sum / all->tasks;
	sample->extra[0] = sum / 1024;
	sample->extra[1] = kernel / 1024;
}

static void measure_memory(const struct lab_question *question, struct lab_sample *sample)
{
	struct gathering *all = exec_block_open(sizeof *all);
	struct crew_report report;

	if (!all) {
		bench_refused(sample, "mmap");
		return;
	}
	all->tasks = tasks_of(question);
	all->way = *(const enum crew_way *)question->subject->argument;
	room_read_kernel(&all->before);
	if (run(question, wait_for_all, all, &report, sample))
		weigh(all, &report, sample);
	exec_block_close(all);
}

/* ---- the experiments ---- */

static const enum crew_way serial = CREW_SERIAL, coroutines = CREW_COROUTINES,
			   threads = CREW_THREADS, processes = CREW_PROCESSES,
			   both = CREW_ASYNC_PROCESSES;

#define WAY(name, by, way, largest, quick)                                       \
	{                                                                        \
		.label = name, .measure = by, .argument = &way, .most = largest, \
		.quick_most = quick                                              \
	}

/*
 * DOC: how many at most. A thousand processes take 100 MiB, and the kernel's records of them as much again:
 * ten thousand would take more than a lab should. And 1,000 waits one after the other take 15 seconds.
 */
#define MOST_PROCESSES 1000
#define MOST_SERIAL 10

static const struct lab_subject waits[] = {
	WAY("coroutines", measure_waits, coroutines, 0, 0),
	WAY("async x processes", measure_waits, both, 0, 0),
	WAY("threads", measure_waits, threads, 0, 0),
	WAY("processes", measure_waits, processes, MOST_PROCESSES, 100),
	WAY("serial", measure_waits, serial, MOST_SERIAL, 1),
	{.label = NULL},
};

static const struct lab_subject mixed[] = {
	WAY("coroutines", measure_mixed, coroutines, 0, 0),
	WAY("async x processes", measure_mixed, both, 0, 0),
	WAY("threads", measure_mixed, threads, 0, 0),
	WAY("processes", measure_mixed, processes, 0, 0),
	{.label = NULL},
};

static const struct lab_subject memories[] = {
	WAY("coroutines", measure_memory, coroutines, 0, 0),
	WAY("async x processes", measure_memory, both, 0, 100),
	WAY("threads", measure_memory, threads, 0, 1000),
	WAY("processes", measure_memory, processes, MOST_PROCESSES, 100),
	{.label = NULL},
};

static const long counts[] = {10, 100, 1000, 10000, LAB_LAST};
static const long quick_counts[] = {10, 100, 1000, LAB_LAST};
static const long crowds[] = {100, 1000, 10000, LAB_LAST};

const struct lab_experiment lab_experiments[] = {
	{.name = "waits",
	 .title = "How long do N tasks take that only wait?",
	 .note = "Each waits once, 10 to 20 ms. From before the first is created until all are "
		 "done.",
	 .unit = "ms",
	 .parameter = "tasks",
	 .values = counts,
	 .quick_values = quick_counts,
	 .extras = time_extras,
	 .subjects = waits,
	 .count = 1,
	 .most_batches = 1,
	 .is_cold = true,
	 .deadline_ms = DEADLINE_MS + 5000},
	{.name = "mixed",
	 .title = "How long do 1,000 tasks take that wait and compute a little?",
	 .note = "Each computes for 0.05 ms, waits 10 to 20 ms, and computes for 0.05 ms again.",
	 .unit = "ms",
	 .extras = time_extras,
	 .subjects = mixed,
	 .count = 1,
	 .most_batches = 1,
	 .is_cold = true,
	 .deadline_ms = DEADLINE_MS + 5000},
	{.name = "memory",
	 .title = "How much memory does a task take, of N that wait at the same time?",
	 .note = "Pages, kernel stacks and page tables of all, for each. All are there at once.",
	 .unit = "KiB per task",
	 .parameter = "tasks",
	 .values = crowds,
	 .extras = memory_extras,
	 .subjects = memories,
	 .count = 1,
	 .most_batches = 1,
	 .is_cold = true,
	 .deadline_ms = DEADLINE_MS + 5000},
	{.name = NULL},
};
