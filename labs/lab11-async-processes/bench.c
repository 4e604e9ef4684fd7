/* bench.c: the timelines and experiments of this lab (see harness/lab/lab.h); the ways are in ways/. */
#include "subjects/forgetful.h"
#include "subjects/lines.h"
#include "subjects/run.h"

#include "exec/crew.h"
#include "lab/bench.h"

#include <errno.h>
#include <unistd.h>

#define US INT64_C(1000)
#define MS INT64_C(1000000)
#define REQUESTS 32	     /* for each core */
#define REQUEST_NS (1 * MS)  /* what a request takes alone */
#define STEADY 30	     /* requests for each core, which come one by one */
#define STEADY_NS (800 * US) /* after which each core gets the next one */
#define TAIL 3		     /* one answer in a hundred takes so many times the median */

/* ---- the ways ---- */

struct way {
	load_way *function;
	const char *file;
	int at_once; /* requests that wait at the same time; 0: all */
};

static const struct way serial = {way_serial, "ways/serial.c", 1},
			coroutines = {way_coroutines, "ways/coroutines.c", 0},
			threads = {way_threads, "ways/threads.c", 0},
			pool = {way_thread_pool, "ways/thread_pool.c", WAY_POOL},
			processes = {way_processes, "ways/processes.c", 0},
			both = {way_async_processes, "ways/async_processes.c", 0},
			forgetful = {way_forgetful, NULL, 0};

#define WAY(name, by, which)                                     \
	{                                                        \
		.label = name, .measure = by, .argument = &which \
	}

/* The first is what the others are compared with. */
#define ALL_WAYS(by)                                                            \
	WAY("async x processes", by, both), WAY("serial", by, serial),          \
		WAY("coroutines", by, coroutines), WAY("threads", by, threads), \
		WAY("thread pool", by, pool), WAY("processes", by, processes)

/* ---- timeline: the same load, by a crew ---- */

#define FEW 8

static void *open_few(void)
{
	static struct load load;

	return load_open(&load, &(struct load_options){.requests = FEW,
						       .wait_ns = 6 * MS,
						       .tail_ns = 2 * 6 * MS}) == 0
		       ? &load
		       : NULL;
}

static void close_few(void *load)
{
	load_close(load);
}

/* DOC: parse, wait, compute. Here crew_compute stands for computing: it looks when it loses its core. */
static void answer(void *arg, int task)
{
	const struct load *load = arg;
	struct request request;
	int server = -1;

	if (load_parse(load, task, &request) == 0) {
		crew_compute(MS / 2);
		server = load_ask(load, &request);
	}
	if (server < 0 || crew_wait_readable(server, -1) != 0 ||
	    load_receive(load, server, &request) != 0)
		crew_refused("an answer");
	else
		crew_compute(2 * MS);
}

const struct lab_timeline lab_timelines[] = {
	{.name = "mixed",
	 .title = "Eight requests that compute, wait and compute: who runs where and when?",
	 .note = "Half a ms of computing, about 6 ms of waiting for a slow server, 2 ms of "
		 "computing.",
	 .tasks = FEW,
	 .body = answer,
	 .open = open_few,
	 .close = close_few},
	{.name = NULL},
};

/* ---- carrying a load ---- */

static bool open_load(struct load *load, const struct load_options *options,
		      struct lab_sample *sample)
{
	if (load_open(load, options) == 0)
		return true;
	bench_refused(sample, "the slow server");
	return false;
}

static bool run(const struct lab_question *question, const struct load_options *options,
		struct run_figures *figures, struct lab_sample *sample)
{
	const struct way *way = question->subject->argument;
	struct load load;
	bool is_run;

	if (!open_load(&load, options, sample))
		return false;
	is_run = run_way(way->function, &load, figures) == 0;
	load_close(&load);
	if (!is_run)
		bench_missing(sample, "%s", figures->missing);
	return is_run;
}

enum { PER_SECOND, CPU, CORES, SHARE, SWITCHES, MEDIAN, TAIL_END };

static const char *const mixed_extras[] = {"requests/s",     "CPU ms",	 "cores used",
					   "share of cores", "switches", "median ms",
					   "99 % ms",	     NULL};
static const char *const steady_extras[] = {
	"requests/s", "CPU ms", "cores used", "share of cores", "switches", "median ms", NULL};

static void fill_in(const struct run_figures *figures, int requests, struct lab_sample *sample)
{
	double elapsed = (double)figures->elapsed_ns;

	sample->extra[PER_SECOND] = requests / (elapsed / 1e9);
	sample->extra[CPU] = figures->cpu_ns / 1e6;
	sample->extra[CORES] = figures->cpu_ns / elapsed;
	sample->extra[SHARE] = sample->extra[CORES] / run_cores();
	sample->extra[SWITCHES] = (double)figures->switches;
	sample->extra[MEDIAN] = figures->p50_ns / 1e6;
	sample->extra[TAIL_END] = figures->p99_ns / 1e6;
}

/* All requests are there at once; the parameter is what share of its time each of them waits. */
static void measure_mixed(const struct lab_question *question, struct lab_sample *sample)
{
	int64_t wait_ns = REQUEST_NS * question->parameter / 100;
	struct load_options options = {.requests = REQUESTS * run_cores(),
				       .compute_ns = REQUEST_NS - wait_ns,
				       .wait_ns = wait_ns,
				       .tail_ns = TAIL * wait_ns};
	struct run_figures figures;

	if (!run(question, &options, &figures, sample))
		return;
	fill_in(&figures, options.requests, sample);
	sample->value = (double)figures.elapsed_ns / 1e6;
}

/* They come one by one. */
static void measure_steady(const struct lab_question *question, struct lab_sample *sample)
{
	struct load_options options = {.requests = STEADY * run_cores(),
				       .compute_ns = 500 * US,
				       .wait_ns = 1500 * US,
				       .tail_ns = TAIL * 1500 * US,
				       .gap_ns = STEADY_NS / run_cores()};
	struct run_figures figures;

	if (!run(question, &options, &figures, sample))
		return;
	fill_in(&figures, options.requests, sample);
	sample->value = figures.p99_ns / 1e6;
}

/* ---- what it holds ---- */

enum { PAGES, PAGE_TABLES, STACKS, MS_TO_END, UNANSWERED };

static const char *const standstill_extras[] = {"pages",     "page-tables", "kernel-stacks",
						"ms to end", "unanswered",  NULL};

static void measure_standstill(const struct lab_question *question, struct lab_sample *sample)
{
	const struct way *way = question->subject->argument;
	struct load_options options = {
		.requests = REQUESTS * run_cores(), .wait_ns = 20000 * MS, .compute_ns = US};
	struct run_standstill found;
	struct load load;

	if (!open_load(&load, &options, sample))
		return;
	if (run_standstill(way->function, &load, way->at_once ? way->at_once : options.requests,
			   &found) != 0)
		bench_missing(sample, "%s", found.missing);
	load_close(&load);
	sample->value = found.pages_kib + found.page_tables_kib + found.stacks_kib;
	sample->extra[PAGES] = found.pages_kib;
	sample->extra[PAGE_TABLES] = found.page_tables_kib;
	sample->extra[STACKS] = found.stacks_kib;
	sample->extra[MS_TO_END] = (double)found.end_ns / 1e6;
	sample->extra[UNANSWERED] = found.failed;
}

/* ---- what it takes to write ---- */

static void measure_lines(const struct lab_question *question, struct lab_sample *sample)
{
	const struct way *way = question->subject->argument;

	sample->value = (double)lines_count(way->file);
	if (sample->value < 0)
		bench_refused(sample, way->file);
}

/* ---- the lists ---- */

static const struct lab_subject mixed[] = {ALL_WAYS(measure_mixed), {.label = NULL}};
static const struct lab_subject steady[] = {
	ALL_WAYS(measure_steady),
	WAY("processes, ordinary memory", measure_steady, forgetful),
	{.label = NULL},
};
static const struct lab_subject standstill[] = {ALL_WAYS(measure_standstill), {.label = NULL}};
static const struct lab_subject code[] = {
	WAY("serial", measure_lines, serial),
	WAY("threads", measure_lines, threads),
	WAY("thread pool", measure_lines, pool),
	WAY("processes", measure_lines, processes),
	WAY("coroutines", measure_lines, coroutines),
	WAY("async x processes", measure_lines, both),
	{.label = NULL},
};

static const long shares[] = {0, 75, 100, LAB_LAST};

const struct lab_experiment lab_experiments[] = {
	{.name = "mixed",
	 .title = "How long until all requests are answered, by how much of their time they wait?",
	 .note = "Parse, wait for a slow server, compute: about 1 ms each. 32 for each core (of "
		 "four at "
		 "most), all at once.",
	 .unit = "ms",
	 .parameter = "waiting (% of a request's time)",
	 .values = shares,
	 .is_linear = true,
	 .extras = mixed_extras,
	 .subjects = mixed,
	 .count = 1,
	 .is_cold = true},
	{.name = "steady",
	 .title = "How long do the slowest wait for their answer, when requests come one by one?",
	 .note = "From arrival to answer, 99th percentile. One comes for each core every 0.8 ms, "
		 "waits about "
		 "1.5 ms and computes for 0.5 ms.",
	 .unit = "ms",
	 .extras = steady_extras,
	 .subjects = steady,
	 .count = 1,
	 .is_cold = true},
	{.name = "memory",
	 .title = "How much memory does it take to let requests wait?",
	 .note = "32 for each core. Pages, each counted once, and what the kernel keeps for "
		 "threads and processes. "
		 "Then "
		 "the server is killed.",
	 .unit = "KiB",
	 .extras = standstill_extras,
	 .subjects = standstill,
	 .count = 1,
	 .is_cold = true},
	{.name = "code",
	 .title = "How many lines does it take to write it?",
	 .note = "Of ways/*.c, without comments and blanks; what they share is not counted.",
	 .unit = "lines",
	 .subjects = code,
	 .count = 1,
	 .is_cold = true},
	{.name = NULL},
};
