/* tour_timelines.c: the timelines of a lab: run them in every way, and show what came of it (see tour.h). */
#include "lab/tour.h"

#include "base/die.h"
#include "base/term.h"
#include "exec/exec.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SPANS_EACH 1024
#define RUNS 3 /* of which the shortest is shown */
#define QUICK_RUNS 1
#define DEADLINE_MS 20000

/* ---- running ----------------------------------------------------------------------------- */

static struct timeline_span *collect(const struct timeline *timeline, int tasks, int *count)
{
	int most = tasks * SPANS_EACH;
	struct timeline_span *spans = calloc((size_t)most, sizeof *spans);

	if (!spans)
		BUG("no memory for spans");
	*count = timeline_collect(timeline, spans, most);
	return spans;
}

/* Keep this run if there is none yet, or if it is the less disturbed one. */
static void keep(struct tour_timeline *it, enum crew_way way, const struct crew_report *report,
		 const struct timeline *timeline)
{
	const struct crew_report *kept = &it->report[way];
	bool is_better =
		report->finished > kept->finished ||
		(report->finished == kept->finished && report->elapsed_ns < kept->elapsed_ns);

	if (it->spans[way] && !is_better)
		return;
	free(it->spans[way]);
	it->report[way] = *report;
	it->spans[way] = collect(timeline, it->what->tasks, &it->count[way]);
	it->is_cut[way] = false;
	for (int task = 0; task < it->what->tasks; task++)
		it->is_cut[way] |= timeline_lost(timeline, task);
}

static void run_once(struct tour_timeline *it, enum crew_way way, void *arg)
{
	const struct lab_timeline *what = it->what;
	void *memory = exec_block_open(timeline_size(what->tasks, SPANS_EACH));
	struct crew_options options = {
		.way = way, .tasks = what->tasks, .deadline_ms = DEADLINE_MS};
	struct crew_report report;

	if (!memory)
		die_system("no memory for a timeline");
	options.timeline = timeline_init(memory, what->tasks, SPANS_EACH);
	(void)crew_run(&options, what->body, arg, &report); /* the report says how it went */
	keep(it, way, &report, options.timeline);
	exec_block_close(memory);
}

static void run_way(struct tour_timeline *it, enum crew_way way)
{
	void *arg = it->what->open ? it->what->open() : NULL;

	if (it->what->open && !arg) {
		snprintf(it->report[way].missing, sizeof it->report[way].missing,
			 "cannot be prepared: %s", strerror(errno));
		return;
	}
	run_once(it, way, arg);
	if (it->what->close)
		it->what->close(arg);
}

/* ---- showing ----------------------------------------------------------------------------- */

static void print_way(const struct tour_timeline *it, enum crew_way way)
{
	const struct crew_report *report = &it->report[way];
	double elapsed = (double)report->elapsed_ns;

	printf("  %-20s", crew_way_name(way));
	if (report->missing[0]) {
		printf("  %s\n", report->missing);
		return;
	}
	printf("%8.1f ms", elapsed / 1e6);
	if (it->what->unit_ns > 0)
		printf("%8.1f", elapsed / (double)it->what->unit_ns);
	printf("%8.2f%10ld%10ld\n", report->cpu_ns / elapsed,
	       report->voluntary + report->involuntary, report->coroutine_switches);
}

/* Of the tasks' CPU time, how much went into the record? The largest share there was, in percent. */
static double record_share(const struct tour *tour, const struct tour_timeline *it)
{
	double most = 0;

	for (enum crew_way way = 0; way < CREW_WAYS; way++)
		if (it->report[way].cpu_ns > 0) {
			double share = it->count[way] * tour->record_ns / it->report[way].cpu_ns;

			most = share > most ? share : most;
		}
	return 100 * (most + tour->watch_share);
}

static int runs(const struct tour *tour)
{
	return tour->options.quick ? QUICK_RUNS : RUNS;
}

static void show(const struct tour *tour, const struct tour_timeline *it)
{
	tour_headline("%s", it->what->title);
	term_paragraph(2, it->what->note);
	printf("%s  %-20s%11s%s%8s%10s%10s%s\n", term_style(TERM_DIM), "way", "elapsed",
	       it->what->unit_ns > 0 ? "   units" : "", "cores", "switches", "pauses",
	       term_style(TERM_PLAIN));
	for (enum crew_way way = 0; way < CREW_WAYS; way++)
		if (it->is_wanted[way])
			print_way(it, way);
	printf("%s  Each way: the shortest of %d. A record took %.0f ns; records, and looking "
	       "where one "
	       "is: %.2f %% of the CPU time.%s\n",
	       term_style(TERM_DIM), runs(tour), tour->record_ns, record_share(tour, it),
	       term_style(TERM_PLAIN));
	fflush(stdout);
}

/* ---- all of it --------------------------------------------------------------------------- */

static void run_timeline(const struct tour *tour, struct tour_timeline *it)
{
	unsigned ways = it->what->ways ? it->what->ways : ~0u;

	for (int run = 0; run < runs(tour); run++)
		for (enum crew_way way = 0; way < CREW_WAYS; way++) {
			it->is_wanted[way] = ways >> way & 1;
			if (!it->is_wanted[way])
				continue;
			term_progress("recording '%s': %s", it->what->name, crew_way_name(way));
			run_way(it, way);
		}
	term_progress_end();
}

static void save(const struct tour *tour, struct tour_timeline *it)
{
	tour_save_timeline(tour, it);
	for (enum crew_way way = 0; way < CREW_WAYS; way++) {
		if (it->spans[way])
			tour_save_trace(tour, it, way);
		free(it->spans[way]);
		it->spans[way] = NULL;
	}
}

void tour_run_timelines(struct tour *tour)
{
	if (lab_timelines[0].name) {
		tour->record_ns = timeline_cost_ns();
		tour->watch_share = crew_watch_share();
	}
	/* The programs that measure are to do the same work as each other. */
	if (lab_timelines[0].name || lab_experiments[0].name)
		crew_share_rate();
	for (const struct lab_timeline *what = lab_timelines; what->name; what++) {
		struct tour_timeline *it = &tour->timeline[tour->timelines++];

		BUG_UNLESS(tour->timelines <= TOUR_TIMELINES);
		it->what = what;
		run_timeline(tour, it);
		show(tour, it);
		save(tour, it);
	}
}
