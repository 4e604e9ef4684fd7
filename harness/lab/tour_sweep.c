/* tour_sweep.c: how often the bug shows, and how much it harms, over a range (see tour.h). */
#include "lab/tour.h"

#include "base/die.h"
#include "base/term.h"
#include "measure/clock.h"

#include <stdio.h>
#include <string.h>

#define ROUNDS 500 /* bootstrap resamplings */
#define MOST_RUNS 256

/* One point of a sweep: many runs with the same parameters. */
struct point {
	int runs, shown;
	double harm[MOST_RUNS]; /* share of all operations */
};

static struct run_request point_request(const struct tour *tour, const struct lab_sweep *sweep,
					const struct lab_series *line, int value)
{
	struct run_request request = {.model = EXEC_SERIAL};
	enum exec_model model;

	if (!exec_model_parse(line->model, &model))
		BUG("lab.c names a model that there is not: %s", line->model);
	request = tour_request(tour, model);
	if (sweep->parameter == LAB_SWEEP_OPS)
		request.ops = value;
	else
		request.workers = value;
	return request;
}

static void run_point(struct tour *tour, const struct lab_series *line,
		      const struct run_request *request, int runs, struct point *point)
{
	int64_t start = clock_ns();
	double operations = (double)request->workers * (double)request->ops;

	BUG_UNLESS(runs <= MOST_RUNS);
	*point = (struct point){0};
	while (tour_wants_run(tour, point->runs, runs, start)) {
		struct run run;

		fleet_ask(tour->fleet, line->variant, line->build, request, &run);
		/* Under the detector, what counts is whether it spoke up in this very run. */
		point->shown += line->build == LAB_TSAN ? run.reports > 0 : run.forbidden;
		point->harm[point->runs++] = run.harm / operations;
	}
}

static void save_point(const struct tour *tour, const struct lab_series *line,
		       const struct run_request *request, const struct point *point,
		       struct series *series)
{
	size_t runs = (size_t)point->runs;
	struct estimate share = stats_share((size_t)point->shown, runs);
	struct estimate harm = stats_bootstrap_mean(point->harm, runs, ROUNDS, tour->options.seed);

	series_row(series, "%s\t%s\t%s\t%s\t%d\t%ld\t%d\t%d\t%.4f\t%.4f\t%.4f\t%.6f\t%.6f\t%.6f",
		   line->label, line->variant, line->model,
		   line->build == LAB_TSAN ? "tsan" : "native", request->workers, request->ops,
		   point->runs, point->shown, share.value, share.low, share.high, harm.value,
		   harm.low, harm.high);
}

/* Under the detector a run costs a hundred times more, and there is less luck to average out. */
static int runs_for(const struct tour *tour, const struct lab_sweep *sweep,
		    const struct lab_series *line)
{
	int runs = tour->options.quick ? sweep->quick_runs : sweep->runs;

	return line->build == LAB_TSAN ? (runs + 3) / 4 : runs;
}

static void run_line(struct tour *tour, const struct lab_sweep *sweep,
		     const struct lab_series *line, struct series *series)
{
	/* When quick: every other point. */
	for (const int *value = sweep->values; *value; value++) {
		struct run_request request = point_request(tour, sweep, line, *value);
		struct point point;

		if (!options_want(&tour->options, request.model) ||
		    (tour->options.quick && (value - sweep->values) % 2))
			continue;
		term_progress("sweeping for '%s': %s, %d %s", sweep->name, line->label, *value,
			      sweep->parameter == LAB_SWEEP_OPS ? "operations" : "workers");
		run_point(tour, line, &request, runs_for(tour, sweep, line), &point);
		save_point(tour, line, &request, &point, series);
	}
}

void tour_run_sweeps(struct tour *tour)
{
	for (const struct lab_sweep *sweep = lab.sweeps; sweep && sweep->name; sweep++) {
		struct series *series = tour_open_series(
			tour, sweep->name, "how often the bug shows, and how much it harms",
			"series\tvariant\tmodel\tbuild\tworkers\tops\truns\tshown\tshare\tlow\t"
			"high\tharm\tharm_low\tharm_high");

		for (const struct lab_series *line = sweep->series; line->label; line++)
			run_line(tour, sweep, line, series);
		tour_close_series(series, sweep->name);
	}
	fleet_recall(tour->fleet);
	term_progress_end();
}
