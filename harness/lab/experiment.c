/* experiment.c: the samples of one experiment, and what follows from them (see experiment.h). */
#include "lab/experiment.h"

#include "base/die.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 1000 }; /* resamplings an interval is made from */

/* ---- layout ------------------------------------------------------------------------------ */

static void add_curve(struct experiment *experiment, int subject, enum lab_placement placement)
{
	static const char *const places[] = {"", " (same core)", " (across cores)"};
	struct curve *curve = &experiment->curve[experiment->curves++];

	BUG_UNLESS(experiment->curves <= EXPERIMENT_CURVES);
	curve->subject = subject;
	curve->placement = placement;
	snprintf(curve->name, sizeof curve->name, "%s%s", experiment->what->subjects[subject].label,
		 places[placement]);
}

static void lay_out_curves(struct experiment *experiment)
{
	const struct lab_subject *subjects = experiment->what->subjects;

	for (int s = 0; subjects[s].label; s++) {
		if (subjects[s].placements == LAB_ANYWHERE)
			add_curve(experiment, s, LAB_ANYWHERE);
		if (subjects[s].placements & LAB_SAME_CORE)
			add_curve(experiment, s, LAB_SAME_CORE);
		if (subjects[s].placements & LAB_ACROSS_CORES)
			add_curve(experiment, s, LAB_ACROSS_CORES);
	}
	BUG_UNLESS(experiment->curves > 0);
	add_curve(experiment, experiment->curve[0].subject, experiment->curve[0].placement);
	snprintf(experiment->curve[experiment->curves - 1].name, sizeof experiment->curve[0].name,
		 "twin");
}

static void lay_out_points(struct experiment *experiment)
{
	const struct lab_experiment *what = experiment->what;

	experiment->points = 1;
	if (what->parameter)
		for (experiment->points = 0; experiment->values[experiment->points] != LAB_LAST;)
			experiment->points++;
	experiment->measures = 1;
	while (what->extras && what->extras[experiment->measures - 1])
		experiment->measures++;
	BUG_UNLESS(experiment->points > 0 && experiment->measures <= LAB_EXTRAS + 1);
}

static void lay_out_cells(struct experiment *experiment)
{
	for (int curve = 0; curve < experiment->curves; curve++) {
		long most = experiment->what->subjects[experiment->curve[curve].subject].most;

		for (int point = 0; point < experiment->points; point++)
			*experiment_cell(experiment, curve, point) = (struct cell){
				.is_wanted =
					most <= 0 || experiment_value(experiment, point) <= most,
				.count = experiment->what->count,
				.launches = experiment->launches,
				.batches = experiment->batches,
			};
	}
}

static void leave_out(struct experiment *experiment, int curve)
{
	long most = experiment->what->subjects[experiment->curve[curve].subject].quick_most;

	for (int point = 0; point < experiment->points; point++) {
		struct cell *cell = experiment_cell(experiment, curve, point);

		if (cell->is_wanted && most > 0 && experiment_value(experiment, point) > most)
			snprintf(cell->missing, sizeof cell->missing, "left out with QUICK=1");
	}
}

static void make_room(struct experiment *experiment)
{
	size_t cells = (size_t)experiment->curves * (size_t)experiment->points;
	size_t samples = cells * (size_t)experiment->measures * (size_t)experiment->launches *
			 (size_t)experiment->batches;

	experiment->cells = calloc(cells, sizeof *experiment->cells);
	experiment->samples = calloc(samples, sizeof *experiment->samples);
	if (!experiment->cells || !experiment->samples)
		die_system("no memory for samples");
	for (size_t i = 0; i < samples; i++)
		experiment->samples[i] = NAN;
}

void experiment_open(struct experiment *experiment, const struct lab_experiment *what,
		     const struct experiment_plan *plan)
{
	bool has_fewer = plan->is_quick && what->quick_values;

	*experiment = (struct experiment){
		.what = what,
		.launches = plan->launches,
		.batches = plan->batches,
		.seed = plan->seed,
		.values = has_fewer ? what->quick_values : what->values,
	};
	if (what->most_batches > 0 && experiment->batches > what->most_batches)
		experiment->batches = what->most_batches;
	lay_out_curves(experiment);
	lay_out_points(experiment);
	make_room(experiment);
	lay_out_cells(experiment);
	for (int curve = 0; plan->is_quick && curve < experiment->curves; curve++)
		leave_out(experiment, curve);
}

void experiment_close(struct experiment *experiment)
{
	free(experiment->cells);
	free(experiment->samples);
	*experiment = (struct experiment){0};
}

struct cell *experiment_cell(const struct experiment *experiment, int curve, int point)
{
	return &experiment->cells[curve * experiment->points + point];
}

double *experiment_sample(const struct experiment *experiment, int measure, int curve, int point,
			  int launch, int batch)
{
	size_t cell = (size_t)((measure * experiment->curves + curve) * experiment->points + point);

	return &experiment->samples[(cell * (size_t)experiment->launches + (size_t)launch) *
					    (size_t)experiment->batches +
				    (size_t)batch];
}

/* ---- names ------------------------------------------------------------------------------- */

long experiment_value(const struct experiment *experiment, int point)
{
	return experiment->what->parameter ? experiment->values[point] : 0;
}

int experiment_find_curve(const struct experiment *experiment, const char *name)
{
	for (int i = 0; i < experiment->curves; i++)
		if (strcmp(experiment->curve[i].name, name) == 0)
			return i;
	return -1;
}

int experiment_find_point(const struct experiment *experiment, long value)
{
	for (int i = 0; i < experiment->points; i++)
		if (experiment_value(experiment, i) == value)
			return i;
	return -1;
}

int experiment_find_measure(const struct experiment *experiment, const char *name)
{
	if (!name)
		return 0;
	for (int i = 1; i < experiment->measures; i++)
		if (strcmp(experiment->what->extras[i - 1], name) == 0)
			return i;
	return -1;
}

/* ---- statistics -------------------------------------------------------------------------- */

static const struct estimate nothing = {NAN, NAN, NAN};

/*
 * Copy `launches` x `batches` samples of a cell. Returns false when it has none, or one of them is
 * unknown: an interval over what happened to be known would be one of something else.
 */
static bool copy_samples(const struct experiment *experiment, int measure, int curve, int point,
			 int launches, int batches, double *copy)
{
	const struct cell *cell = experiment_cell(experiment, curve, point);

	if (!cell->is_wanted || cell->missing[0])
		return false;
	for (int launch = 0; launch < launches; launch++) {
		for (int batch = 0; batch < batches; batch++) {
			double sample = *experiment_sample(experiment, measure, curve, point,
							   launch, batch);

			if (!isfinite(sample))
				return false;
			copy[launch * batches + batch] = sample;
		}
	}
	return true;
}

static double *room_for_samples(const struct experiment *experiment)
{
	double *room = calloc((size_t)(experiment->launches * experiment->batches), sizeof *room);

	if (!room)
		die_system("no memory for samples");
	return room;
}

struct estimate experiment_median(const struct experiment *experiment, int measure, int curve,
				  int point)
{
	const struct cell *cell = experiment_cell(experiment, curve, point);
	double *samples = room_for_samples(experiment);
	struct estimate estimate = nothing;

	if (copy_samples(experiment, measure, curve, point, cell->launches, cell->batches, samples))
		estimate =
			stats_bootstrap_launches(samples, (size_t)cell->launches,
						 (size_t)cell->batches, ROUNDS, experiment->seed);
	free(samples);
	return estimate;
}

double experiment_mad(const struct experiment *experiment, int measure, int curve, int point)
{
	const struct cell *cell = experiment_cell(experiment, curve, point);
	double *samples = room_for_samples(experiment);
	double mad = NAN;

	if (copy_samples(experiment, measure, curve, point, cell->launches, cell->batches, samples))
		mad = stats_mad(samples, (size_t)(cell->launches * cell->batches));
	free(samples);
	return mad;
}

/* A ratio of what may be zero (bytes, switches) has no logarithm. */
static bool all_positive(const double *samples, int n)
{
	for (int i = 0; i < n; i++)
		if (!(samples[i] > 0))
			return false;
	return true;
}

static int smaller(int a, int b)
{
	return a < b ? a : b;
}

struct estimate experiment_ratio(const struct experiment *experiment, int measure, int a,
				 int a_point, int b, int b_point)
{
	const struct cell *a_cell = experiment_cell(experiment, a, a_point);
	const struct cell *b_cell = experiment_cell(experiment, b, b_point);
	int launches = smaller(a_cell->launches, b_cell->launches);
	int batches = smaller(a_cell->batches, b_cell->batches);
	double *of_a = room_for_samples(experiment), *of_b = room_for_samples(experiment);
	struct estimate ratio = nothing;

	if (copy_samples(experiment, measure, a, a_point, launches, batches, of_a) &&
	    copy_samples(experiment, measure, b, b_point, launches, batches, of_b) &&
	    all_positive(of_a, launches * batches) && all_positive(of_b, launches * batches))
		ratio = stats_paired_ratio(of_a, of_b, (size_t)launches, (size_t)batches, ROUNDS,
					   experiment->seed);
	free(of_a);
	free(of_b);
	return ratio;
}

struct estimate experiment_twin(const struct experiment *experiment, int measure, int point)
{
	return experiment_ratio(experiment, measure, experiment->curves - 1, point, 0, point);
}
