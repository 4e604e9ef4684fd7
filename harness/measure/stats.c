/* stats.c: order statistics, shares and random numbers (see stats.h; intervals: bootstrap.c). */
#include "measure/stats.h"

#include "base/die.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int compare_values(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double *copy_values(const double *values, size_t n)
{
	double *copy = malloc(n * sizeof *copy);

	if (!copy)
		BUG("no memory for %zu values", n);
	memcpy(copy, values, n * sizeof *copy);
	return copy;
}

static double quantile_of_sorted(const double *sorted, size_t n, double q)
{
	double place = q * (double)(n - 1);
	size_t below = (size_t)place;
	size_t above = below + 1 < n ? below + 1 : below;

	return sorted[below] + (place - (double)below) * (sorted[above] - sorted[below]);
}

double stats_quantile(const double *values, size_t n, double q)
{
	double *sorted, quantile;

	BUG_UNLESS(q >= 0 && q <= 1);
	if (n == 0)
		return NAN;
	sorted = copy_values(values, n);
	qsort(sorted, n, sizeof *sorted, compare_values);
	quantile = quantile_of_sorted(sorted, n, q);
	free(sorted);
	return quantile;
}

double stats_median(const double *values, size_t n)
{
	return stats_quantile(values, n, 0.5);
}

double stats_mad(const double *values, size_t n)
{
	double median = stats_median(values, n), mad;
	double *deviations;

	if (n == 0)
		return NAN;
	deviations = copy_values(values, n);
	for (size_t i = 0; i < n; i++)
		deviations[i] = fabs(deviations[i] - median);
	mad = stats_median(deviations, n);
	free(deviations);
	return mad;
}

struct estimate stats_share(size_t k, size_t n)
{
	const double z = 1.959963984540054; /* the normal distribution's 97.5 % quantile */
	double total = (double)n, share = (double)k / total;
	double centre = (share + z * z / (2 * total)) / (1 + z * z / total);
	double half = z / (1 + z * z / total) *
		      sqrt(share * (1 - share) / total + z * z / (4 * total * total));

	BUG_UNLESS(n >= 1 && k <= n);
	/* At 0 and n the bound is 0 or 1 exactly; rounding must not push it beyond. */
	return (struct estimate){
		.value = share,
		.low = k == 0 ? 0 : centre - half,
		.high = k == n ? 1 : centre + half,
	};
}

uint64_t stats_random(uint64_t *state)
{
	uint64_t z = *state += 0x9e3779b97f4a7c15;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
	return z ^ (z >> 31);
}
