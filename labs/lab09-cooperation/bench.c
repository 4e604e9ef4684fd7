/*
 * bench.c: the timeline and the experiment of this lab (see harness/lab/lab.h).
 *
 * One task computes, the hog. Others wait for a moment, do nearly nothing, and write down how late they
 * were. What varies is how long the hog computes without a pause.
 */
#include "exec/crew.h"
#include "exec/exec.h"
#include "lab/bench.h"
#include "measure/clock.h"
#include "measure/stats.h"

#include <stdatomic.h>
#include <stdlib.h>

#define MS INT64_C(1000000)

/* ---- the timeline ---- */

#define ROUNDS 6

static void wait_and_compute(void)
{
	for (int round = 0; round < ROUNDS; round++) {
		crew_sleep(8 * MS);
		crew_compute(2 * MS);
	}
}

/* DOC: three that wait, and a hog */
static void three_and_a_hog(void *arg, int task)
{
	(void)arg;
	if (task < 3) {
		wait_and_compute();
		return;
	}
	crew_sleep(15 * MS);
	crew_compute(60 * MS);
}

const struct lab_timeline lab_timelines[] = {
	{.name = "hog",
	 .title = "Three tasks that wait and compute, and one that never pauses: who runs when?",
	 .note = "Tasks 1 to 3: six times 8 ms of waiting and 2 ms of work. Task 4: waits 15 ms, "
		 "then "
		 "60 ms of work.",
	 .tasks = 4,
	 .body = three_and_a_hog,
	 .ways = 1u << CREW_COROUTINES | 1u << CREW_THREADS_ONE_CORE | 1u << CREW_THREADS},
	{.name = NULL},
};

/* ---- the experiment ---- */

#define HOG_MS 64   /* of work, in all */
#define BEFORE_MS 5 /* that the others have for themselves */
#define WATCHERS 4  /* the others */
#define MOMENTS 80  /* of each, a millisecond apart */
#define LATE_MOST (WATCHERS * MOMENTS)

struct watch {
	int64_t stretch_ns;	  /* that the hog computes without a pause */
	_Atomic int64_t start_ns; /* moments count from here; 0: the first task sets it */
	int64_t hog_ns;		  /* that it took in all */
	double late_ns[LATE_MOST];
};

static int64_t start_of(struct watch *watch)
{
	int64_t unset = 0, now = clock_ns();

	return atomic_compare_exchange_strong(&watch->start_ns, &unset, now) ? now : unset;
}

/*
 * DOC: moments are fixed beforehand. Who was held up for 64 ms has missed 64 of them, and each of these
 * counts. (Whoever asks anew a millisecond after the last answer would have been late once.)
 */
static void watch_moments(struct watch *watch, int watcher)
{
	int64_t due = start_of(watch);

	for (int moment = 0; moment < MOMENTS; moment++) {
		due += MS;
		if (due > clock_ns())
			crew_sleep(due - clock_ns());
		watch->late_ns[watcher * MOMENTS + moment] = (double)(clock_ns() - due);
	}
}

/* DOC: the hog */
static void hog(struct watch *watch)
{
	int64_t start;

	crew_sleep(start_of(watch) + BEFORE_MS * MS - clock_ns());
	start = clock_ns();
	for (int64_t done = 0; done < HOG_MS * MS; done += watch->stretch_ns) {
		crew_compute(watch->stretch_ns);
		crew_pause();
	}
	watch->hog_ns = clock_ns() - start;
}

static void watch_or_hog(void *arg, int task)
{
	if (task < WATCHERS)
		watch_moments(arg, task);
	else
		hog(arg);
}

static const char *const extras[] = {"median ms", "longest ms", "longest / stretch", "hog ms",
				     NULL};

/* Times late, in order. */
static void fill(struct watch *watch, struct lab_sample *sample)
{
	double *late = watch->late_ns;
	double longest = stats_quantile(late, LATE_MOST, 1);

	sample->value = stats_quantile(late, LATE_MOST, 0.99);
	sample->extra[0] = stats_quantile(late, LATE_MOST, 0.5) / 1e6;
	sample->extra[1] = longest / 1e6;
	sample->extra[2] = longest / (double)watch->stretch_ns;
	sample->extra[3] = (double)watch->hog_ns / 1e6;
}

static void measure(const struct lab_question *question, struct lab_sample *sample)
{
	const enum crew_way *way = question->subject->argument;
	struct crew_options options = {.way = *way, .tasks = WATCHERS + 1, .deadline_ms = 8000};
	struct watch *watch = exec_block_open(sizeof *watch);
	struct crew_report report;

	if (!watch) {
		bench_refused(sample, "memory");
		return;
	}
	watch->stretch_ns = question->parameter * MS;
	if (crew_run(&options, watch_or_hog, watch, &report) != 0)
		bench_missing(sample, "%s", report.missing);
	else
		fill(watch, sample);
	exec_block_close(watch);
}

static const enum crew_way coroutines = CREW_COROUTINES, one_core = CREW_THREADS_ONE_CORE,
			   threads = CREW_THREADS;

static const struct lab_subject subjects[] = {
	{.label = "coroutines", .measure = measure, .argument = &coroutines},
	{.label = "threads on one core", .measure = measure, .argument = &one_core},
	{.label = "threads", .measure = measure, .argument = &threads},
	{.label = NULL},
};

static const long stretches[] = {1, 8, 64, LAB_LAST};

const struct lab_experiment lab_experiments[] = {
	{.name = "late",
	 .title = "One task computes: how late are the others?",
	 .note = "99th percentile over the moments that four tasks wait for, one each millisecond. "
		 "The hog computes for 64 ms.",
	 .unit = "ns late",
	 .parameter = "how long the hog computes without a pause (ms)",
	 .values = stretches,
	 .extras = extras,
	 .subjects = subjects,
	 .count = 1,
	 .is_cold = true},
	{.name = NULL},
};
