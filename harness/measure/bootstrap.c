/*
 * bootstrap.c: intervals by resampling (see stats.h).
 *
 * All values are sorted once. A resample is then no more than a count of how often each rank was
 * drawn, and its median is found by walking over the counts: no sorting, no copying in a round.
 */
#include "measure/stats.h"

#include "base/die.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct resampler {
	size_t launches, batches, cells;
	double *sorted; /* all values, ascending */
	size_t *rank;	/* of each cell in sorted */
	size_t *drawn;	/* how often each rank came this round */
	uint64_t state;
};

struct ranked {
	double value;
	size_t cell;
};

static void *allocate(size_t count, size_t size)
{
	void *memory = calloc(count, size);

	if (!memory)
		BUG("no memory for %zu values", count);
	return memory;
}

static int compare_ranked(const void *a, const void *b)
{
	double x = ((const struct ranked *)a)->value, y = ((const struct ranked *)b)->value;

	return (x > y) - (x < y);
}

static void rank_cells(struct resampler *resampler, const double *values)
{
	struct ranked *ranked = allocate(resampler->cells, sizeof *ranked);

	for (size_t i = 0; i < resampler->cells; i++)
		ranked[i] = (struct ranked){values[i], i};
	qsort(ranked, resampler->cells, sizeof *ranked, compare_ranked);
	for (size_t i = 0; i < resampler->cells; i++) {
		resampler->sorted[i] = ranked[i].value;
		resampler->rank[ranked[i].cell] = i;
	}
	free(ranked);
}

static void resampler_open(struct resampler *resampler, const double *values, size_t launches,
			   size_t batches, uint64_t seed)
{
	size_t cells = launches * batches;

	*resampler = (struct resampler){
		.launches = launches,
		.batches = batches,
		.cells = cells,
		.sorted = allocate(cells, sizeof *resampler->sorted),
		.rank = allocate(cells, sizeof *resampler->rank),
		.drawn = allocate(cells, sizeof *resampler->drawn),
		.state = seed,
	};
	rank_cells(resampler, values);
}

static void resampler_close(struct resampler *resampler)
{
	free(resampler->sorted);
	free(resampler->rank);
	free(resampler->drawn);
}

/* A number below n < 2^32 by fixed-point multiplication; its bias, n / 2^32, does not matter. */
static size_t draw(uint64_t *state, size_t n)
{
	return (size_t)(((stats_random(state) >> 32) * n) >> 32);
}

/* The k-th smallest of the resample is at the first rank up to which more than k were drawn. */
static double drawn_median(const struct resampler *resampler)
{
	size_t lower = (resampler->cells - 1) / 2, upper = resampler->cells / 2;
	size_t rank = 0, seen = resampler->drawn[0];
	double low;

	while (seen <= lower)
		seen += resampler->drawn[++rank];
	low = resampler->sorted[rank];
	while (seen <= upper)
		seen += resampler->drawn[++rank];
	return (low + resampler->sorted[rank]) / 2;
}

static double resample(struct resampler *resampler)
{
	memset(resampler->drawn, 0, resampler->cells * sizeof *resampler->drawn);
	for (size_t i = 0; i < resampler->launches; i++) {
		size_t launch = draw(&resampler->state, resampler->launches);
		const size_t *rank = resampler->rank + launch * resampler->batches;

		for (size_t j = 0; j < resampler->batches; j++)
			resampler->drawn[rank[draw(&resampler->state, resampler->batches)]]++;
	}
	return drawn_median(resampler);
}

/* Student's 97.5 % quantile by expansion in 1/df (Abramowitz and Stegun 1964, 26.7.5). */
static double student_quantile(double df)
{
	const double z = 1.959963984540054, z3 = z * z * z, z5 = z3 * z * z, z7 = z5 * z * z;

	return z + (z3 + z) / (4 * df) + (5 * z5 + 16 * z3 + 3 * z) / (96 * df * df) +
	       (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / (384 * df * df * df);
}

/*
 * The share of resamples to leave out on either side. Leaving out 2.5 % is right for many units;
 * with few, resamples vary less than samples do: by (n - 1) / n in variance, and by what Student's
 * distribution has in its tails over the normal one ("expanded percentile interval", Hesterberg
 * 2015).
 */
static double tail_share(size_t units)
{
	double n = (double)units;

	if (units < 2)
		return 0;
	return erfc(sqrt(n / (n - 1) / 2) * student_quantile(n - 1)) / 2;
}

struct estimate stats_bootstrap_launches(const double *values, size_t launches, size_t batches,
					 int rounds, uint64_t seed)
{
	size_t cells = launches * batches, count = (size_t)rounds;
	struct resampler resampler;
	struct estimate estimate;
	double *medians, tail;

	BUG_UNLESS(rounds > 0);
	if (cells == 0)
		return (struct estimate){NAN, NAN, NAN};
	resampler_open(&resampler, values, launches, batches, seed);
	medians = allocate(count, sizeof *medians);
	for (size_t i = 0; i < count; i++)
		medians[i] = resample(&resampler);
	estimate.value = stats_median(values, cells);
	tail = tail_share(launches > 1 ? launches : batches);
	estimate.low = stats_quantile(medians, count, tail);
	estimate.high = stats_quantile(medians, count, 1 - tail);
	free(medians);
	resampler_close(&resampler);
	return estimate;
}

/* With a single launch there is one level to draw from: the ordinary bootstrap. */
struct estimate stats_bootstrap_median(const double *values, size_t n, int rounds, uint64_t seed)
{
	return stats_bootstrap_launches(values, 1, n, rounds, seed);
}

static double mean(const double *values, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += values[i];
	return sum / (double)n;
}

static double resampled_mean(const double *values, size_t n, uint64_t *state)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += values[draw(state, n)];
	return sum / (double)n;
}

struct estimate stats_bootstrap_mean(const double *values, size_t n, int rounds, uint64_t seed)
{
	size_t count = (size_t)rounds;
	struct estimate estimate;
	double *means;

	BUG_UNLESS(rounds > 0);
	if (n == 0)
		return (struct estimate){NAN, NAN, NAN};
	means = allocate(count, sizeof *means);
	for (size_t i = 0; i < count; i++)
		means[i] = resampled_mean(values, n, &seed);
	estimate.value = mean(values, n);
	estimate.low = stats_quantile(means, count, tail_share(n));
	estimate.high = stats_quantile(means, count, 1 - tail_share(n));
	free(means);
	return estimate;
}

struct estimate stats_paired_ratio(const double *a, const double *b, size_t launches,
				   size_t batches, int rounds, uint64_t seed)
{
	size_t cells = launches * batches;
	double *logs = allocate(cells, sizeof *logs);
	struct estimate log_ratio;

	for (size_t i = 0; i < cells; i++) {
		BUG_UNLESS(a[i] > 0 && b[i] > 0);
		logs[i] = log(a[i] / b[i]);
	}
	log_ratio = stats_bootstrap_launches(logs, launches, batches, rounds, seed);
	free(logs);
	return (struct estimate){exp(log_ratio.value), exp(log_ratio.low), exp(log_ratio.high)};
}
