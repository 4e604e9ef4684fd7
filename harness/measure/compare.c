/* compare.c: measure several cases against each other (see compare.h). */
#include "measure/compare.h"

#include "base/die.h"
#include "measure/canary.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>

enum { ROUNDS = 2000 }; /* resamplings an interval is made from */

/* A comparison while it is made. */
struct run {
	const struct compare_plan *plan;
	struct compare_result *result;
	struct canary_log *canaries;
	int *order; /* of one row */
};

/* ---- order -------------------------------------------------------------------------------- */

/*
 * The first row zigzags 0, n-1, 1, n-2...: the steps between neighbours are all different modulo
 * n. Adding the row's number to it shifts each step through all pairs. With n odd the steps come
 * in one direction only, and n mirrored rows supply the other.
 */
void compare_order(int n, int row, int *order)
{
	int rows = n % 2 ? 2 * n : n;

	BUG_UNLESS(n >= 1 && row >= 0);
	row %= rows;
	for (int place = 0; place < n; place++) {
		int from = row < n ? place : n - 1 - place;
		int zigzag = from % 2 ? n - (from + 1) / 2 : from / 2;

		order[place] = (zigzag + row) % n;
	}
}

/* ---- measuring ---------------------------------------------------------------------------- */

/* Nanoseconds of one batch, or -1. The twin is the first case under another number. */
static double time_batch(const struct compare_plan *plan, int which, long iterations)
{
	double ns = plan->batch(plan->context, which == plan->cases ? 0 : which, iterations);

	if (!(ns >= 0 && isfinite(ns)))
		return -1;
	return fmax(ns, 1); /* what is shorter than the clock's step still took time */
}

/* Does a batch of case 0 take batch_ns? Asked twice: the first may have paid for cold caches. */
static int is_long_enough(const struct compare_plan *plan, long iterations)
{
	for (int i = 0; i < 2; i++) {
		double ns = time_batch(plan, 0, iterations);

		if (ns < 0)
			return -1;
		if (ns < plan->batch_ns)
			return 0;
	}
	return 1;
}

/* The iteration count for all cases, or -1. */
static long calibrate(const struct compare_plan *plan)
{
	long most = plan->most_iterations > 0 ? plan->most_iterations : LONG_MAX;
	long iterations = 1;

	if (plan->iterations > 0)
		return plan->iterations;
	while (iterations < most) {
		int enough = is_long_enough(plan, iterations);

		if (enough != 0)
			return enough > 0 ? iterations : -1;
		iterations = iterations <= most / 2 ? 2 * iterations : most;
	}
	return most;
}

/* One batch of each case that does not count: page faults, caches, branch history. */
static int warm_up(const struct run *run, int launch)
{
	int cases = run->result->cases;

	compare_order(cases, launch, run->order);
	for (int i = 0; i < cases; i++)
		if (time_batch(run->plan, run->order[i], run->result->iterations) < 0)
			return -1;
	return 0;
}

static double *sample_at(const struct compare_result *result, int which, int launch, int batch)
{
	size_t cell = (size_t)which * (size_t)result->launches + (size_t)launch;

	return &result->samples[cell * (size_t)result->batches + (size_t)batch];
}

/* One batch of each case, next to each other in time: the cells that will be paired. */
static int measure_row(const struct run *run, int launch, int batch)
{
	struct compare_result *result = run->result;

	if (canary_log_add(run->canaries) != 0)
		return -1;
	compare_order(result->cases, launch * result->batches + batch, run->order);
	for (int i = 0; i < result->cases; i++) {
		int which = run->order[i];
		double ns = time_batch(run->plan, which, result->iterations);

		if (ns < 0)
			return -1;
		*sample_at(result, which, launch, batch) = ns / (double)result->iterations;
	}
	return 0;
}

static int measure_launch(const struct run *run, int launch)
{
	const struct compare_plan *plan = run->plan;
	struct compare_result *result = run->result;

	if (plan->launch && plan->launch(plan->context, launch) != 0)
		return -1;
	if (launch == 0 && (result->iterations = calibrate(plan)) < 0)
		return -1;
	if (warm_up(run, launch) != 0)
		return -1;
	for (int batch = 0; batch < result->batches; batch++) {
		if (measure_row(run, launch, batch) != 0)
			return -1;
		if (plan->progress)
			plan->progress(plan->context, launch * result->batches + batch + 1,
				       result->launches * result->batches);
	}
	return 0;
}

static int measure_all(const struct run *run)
{
	struct compare_result *result = run->result;

	if (!result->samples || !run->canaries || !run->order)
		return -1;
	for (int launch = 0; launch < result->launches; launch++)
		if (measure_launch(run, launch) != 0)
			return -1;
	result->spread = canary_log_spread(run->canaries);
	result->noise = canary_worst(result->spread);
	result->noisy = canary_is_noisy(result->spread);
	return 0;
}

int compare_run(const struct compare_plan *plan, struct compare_result *result)
{
	int cases = plan->cases + 1, failed;
	struct run run = {
		.plan = plan,
		.result = result,
		.canaries = canary_log_create(),
		.order = calloc((size_t)cases, sizeof *run.order),
	};

	BUG_UNLESS(plan->cases >= 1 && plan->launches >= 1 && plan->batches >= 1 && plan->batch);
	*result = (struct compare_result){
		.cases = cases,
		.launches = plan->launches,
		.batches = plan->batches,
		.seed = plan->seed,
		.samples = calloc((size_t)cases * (size_t)plan->launches * (size_t)plan->batches,
				  sizeof *result->samples),
	};
	failed = measure_all(&run);
	canary_log_destroy(run.canaries);
	free(run.order);
	if (failed)
		compare_free(result);
	return failed;
}

void compare_free(struct compare_result *result)
{
	free(result->samples);
	*result = (struct compare_result){0};
}

/* ---- judging ------------------------------------------------------------------------------ */

static const double *samples_of(const struct compare_result *result, int which)
{
	BUG_UNLESS(which >= 0 && which < result->cases);
	return sample_at(result, which, 0, 0);
}

struct estimate compare_time(const struct compare_result *result, int which)
{
	return stats_bootstrap_launches(samples_of(result, which), (size_t)result->launches,
					(size_t)result->batches, ROUNDS, result->seed);
}

double compare_mad(const struct compare_result *result, int which)
{
	return stats_mad(samples_of(result, which),
			 (size_t)result->launches * (size_t)result->batches);
}

struct estimate compare_ratio(const struct compare_result *result, int a, int b)
{
	return stats_paired_ratio(samples_of(result, a), samples_of(result, b),
				  (size_t)result->launches, (size_t)result->batches, ROUNDS,
				  result->seed);
}

struct estimate compare_twin(const struct compare_result *result)
{
	return compare_ratio(result, result->cases - 1, 0);
}

enum compare_verdict compare_decide(struct estimate ratio, struct estimate twin)
{
	double spread;

	/* Written so that a NAN anywhere ends here. */
	if (!(ratio.low > 0 && ratio.low <= ratio.high && twin.low > 0 && twin.low <= twin.high))
		return COMPARE_NOT_DECIDED;
	spread = fmax(fmax(twin.high, 1 / twin.low), 1);
	if (ratio.low > spread)
		return COMPARE_MORE;
	if (ratio.high < 1 / spread)
		return COMPARE_LESS;
	return COMPARE_NOT_DECIDED;
}
