/* stats.c: tests of the measure room's statistics against known answers. */
#include "suite.h"

#include "measure/stats.h"

#include <math.h>

enum { LAUNCHES = 8, BATCHES = 10, CELLS = LAUNCHES * BATCHES };

/* ---- synthetic samples -------------------------------------------------------------------- */

static double uniform(uint64_t *state)
{
	return ((double)(stats_random(state) >> 11) + 0.5) * 0x1p-53;
}

/* Box and Muller 1958. */
static double normal(uint64_t *state)
{
	double radius = sqrt(-2 * log(uniform(state)));

	return radius * cos(2 * acos(-1) * uniform(state));
}

/* Around `centre`: each launch is off by its own draw, each batch by another. */
static void draw_cells(double *cells, double centre, double launch_noise, double batch_noise,
		       uint64_t *state)
{
	for (int i = 0; i < LAUNCHES; i++) {
		double launch = centre + launch_noise * normal(state);

		for (int j = 0; j < BATCHES; j++)
			cells[i * BATCHES + j] = launch + batch_noise * normal(state);
	}
}

static int covers(struct estimate estimate, double truth)
{
	return estimate.low <= truth && truth <= estimate.high;
}

static double width(struct estimate estimate)
{
	return estimate.high - estimate.low;
}

static int same(struct estimate a, struct estimate b)
{
	return a.value == b.value && a.low == b.low && a.high == b.high;
}

/* ---- order statistics --------------------------------------------------------------------- */

static void median_is_the_middle(void)
{
	const double odd[] = {9, 1, 5}, even[] = {4, 1, 3, 2}, ties[] = {2, 2, 7, 2};

	CU_ASSERT_EQUAL(stats_median(odd, 3), 5);
	CU_ASSERT_EQUAL(stats_median(even, 4), 2.5);
	CU_ASSERT_EQUAL(stats_median(ties, 4), 2);
	CU_ASSERT_EQUAL(stats_median(odd, 1), 9);
}

static void arguments_stay_as_they_are(void)
{
	double values[] = {9, 1, 5, -3};

	stats_median(values, 4);
	stats_mad(values, 4);
	stats_bootstrap_median(values, 4, 10, 1);
	CU_ASSERT(values[0] == 9 && values[1] == 1 && values[2] == 5 && values[3] == -3);
}

/* Deviations from the median 2 are 1 1 0 0 2 4 7. */
static void mad_is_the_median_deviation(void)
{
	const double values[] = {1, 1, 2, 2, 4, 6, 9}, equal[] = {3, 3, 3};

	CU_ASSERT_EQUAL(stats_mad(values, 7), 1);
	CU_ASSERT_EQUAL(stats_mad(equal, 3), 0);
}

/* Type 7 looks at place q (n - 1), counted from 0: 0.4 x 4 = 1.6 lies between 20 and 35. */
static void quantiles_interpolate(void)
{
	const double values[] = {50, 35, 15, 40, 20};
	const double ten[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};

	CU_ASSERT_DOUBLE_EQUAL(stats_quantile(values, 5, 0.4), 29, 1e-12);
	CU_ASSERT_EQUAL(stats_quantile(values, 5, 0), 15);
	CU_ASSERT_EQUAL(stats_quantile(values, 5, 0.5), 35);
	CU_ASSERT_EQUAL(stats_quantile(values, 5, 1), 50);
	CU_ASSERT_DOUBLE_EQUAL(stats_quantile(ten, 10, 0.25), 3.25, 1e-12);
	CU_ASSERT_DOUBLE_EQUAL(stats_quantile(ten, 10, 0.975), 9.775, 1e-12);
}

static void nothing_gives_nan(void)
{
	const double none[] = {7};

	CU_ASSERT(isnan(stats_median(none, 0)));
	CU_ASSERT(isnan(stats_mad(none, 0)));
	CU_ASSERT(isnan(stats_quantile(none, 0, 0.5)));
	CU_ASSERT(isnan(stats_bootstrap_median(none, 0, 10, 1).low));
	CU_ASSERT(isnan(stats_bootstrap_launches(none, 0, 5, 10, 1).value));
}

/* ---- shares and random numbers ------------------------------------------------------------ */

static void check_share(size_t k, size_t n, double low, double high)
{
	struct estimate share = stats_share(k, n);

	CU_ASSERT_DOUBLE_EQUAL(share.value, (double)k / (double)n, 1e-12);
	CU_ASSERT_DOUBLE_EQUAL(share.low, low, 0.00005);
	CU_ASSERT_DOUBLE_EQUAL(share.high, high, 0.00005);
	CU_ASSERT(share.low >= 0 && share.high <= 1);
}

static void shares_have_wilson_intervals(void)
{
	check_share(0, 10, 0, 0.2775);
	check_share(10, 10, 0.7225, 1);
	check_share(5, 10, 0.2366, 0.7634);
	check_share(1, 1, 0.2065, 1);
	check_share(50, 1000, 0.0381, 0.0653);
	CU_ASSERT_EQUAL(stats_share(0, 7).low, 0);
	CU_ASSERT_EQUAL(stats_share(7, 7).high, 1);
}

static void random_numbers_are_splitmix64(void)
{
	uint64_t state = 1234567;

	CU_ASSERT_EQUAL(stats_random(&state), 6457827717110365317u);
	CU_ASSERT_EQUAL(stats_random(&state), 3203168211198807973u);
	CU_ASSERT_EQUAL(stats_random(&state), 9817491932198370423u);
}

/* ---- intervals ---------------------------------------------------------------------------- */

/* Of two values, resamples have the medians 0, 1/2 and 1 in 1/4, 1/2 and 1/4 of all cases. */
static void interval_of_two_values_is_known(void)
{
	const double two[] = {0, 1}, one[] = {5};

	CU_ASSERT(same(stats_bootstrap_median(two, 2, 1000, 1), (struct estimate){0.5, 0, 1}));
	CU_ASSERT(same(stats_bootstrap_median(one, 1, 1000, 1), (struct estimate){5, 5, 5}));
}

static void same_seed_gives_the_same_interval(void)
{
	double cells[CELLS];
	uint64_t state = 7;

	draw_cells(cells, 100, 5, 5, &state);
	CU_ASSERT(same(stats_bootstrap_median(cells, CELLS, 200, 3),
		       stats_bootstrap_median(cells, CELLS, 200, 3)));
	CU_ASSERT(same(stats_bootstrap_launches(cells, LAUNCHES, BATCHES, 200, 3),
		       stats_bootstrap_launches(cells, LAUNCHES, BATCHES, 200, 3)));
	CU_ASSERT(!same(stats_bootstrap_launches(cells, LAUNCHES, BATCHES, 200, 3),
			stats_bootstrap_launches(cells, LAUNCHES, BATCHES, 200, 4)));
}

static void intervals_hold_the_truth_as_often_as_they_say(void)
{
	int covered = 0;
	uint64_t state = 42;

	for (int i = 0; i < 200; i++) {
		double cells[CELLS];

		draw_cells(cells, 100, 0, 10, &state);
		covered += covers(stats_bootstrap_median(cells, CELLS, 300, (uint64_t)i), 100);
	}
	CU_ASSERT(covered >= 180 && covered <= 198);
}

/* Where launches differ, batches are no independent witnesses: drawing them flat claims too much. */
static void launches_are_drawn_first(void)
{
	int covered = 0, covered_flat = 0, wider = 0;
	uint64_t state = 42;

	for (int i = 0; i < 200; i++) {
		struct estimate drawn, flat;
		double cells[CELLS];

		draw_cells(cells, 100, 10, 2, &state);
		drawn = stats_bootstrap_launches(cells, LAUNCHES, BATCHES, 300, (uint64_t)i);
		flat = stats_bootstrap_median(cells, CELLS, 300, (uint64_t)i);
		CU_ASSERT_EQUAL(drawn.value, flat.value);
		covered += covers(drawn, 100);
		covered_flat += covers(flat, 100);
		wider += width(drawn) > width(flat);
	}
	CU_ASSERT(covered >= 180);
	CU_ASSERT(covered_flat < 140);
	CU_ASSERT(wider >= 198);
}

/* Both get much slower during the run; what was measured side by side shares that. */
static void pairs_cancel_drift(void)
{
	double a[CELLS], b[CELLS];
	struct estimate ratio;
	uint64_t state = 5;

	for (int i = 0; i < CELLS; i++) {
		b[i] = (100 + 10 * uniform(&state)) * (1 + 0.02 * i);
		a[i] = 1.25 * b[i];
	}
	ratio = stats_paired_ratio(a, b, LAUNCHES, BATCHES, 300, 1);
	CU_ASSERT_DOUBLE_EQUAL(ratio.value, 1.25, 1e-9);
	CU_ASSERT_DOUBLE_EQUAL(ratio.low, 1.25, 1e-9);
	CU_ASSERT_DOUBLE_EQUAL(ratio.high, 1.25, 1e-9);
}

static void ratio_recovers_the_factor(void)
{
	double a[CELLS], b[CELLS];
	struct estimate ratio, inverse;
	uint64_t state = 11;

	draw_cells(b, 100, 3, 5, &state);
	draw_cells(a, 150, 3, 5, &state);
	ratio = stats_paired_ratio(a, b, LAUNCHES, BATCHES, 300, 1);
	inverse = stats_paired_ratio(b, a, LAUNCHES, BATCHES, 300, 1);
	CU_ASSERT(covers(ratio, 1.5));
	CU_ASSERT(width(ratio) < 0.15);
	CU_ASSERT_DOUBLE_EQUAL(inverse.value, 1 / ratio.value, 1e-9);
}

static void mean_interval_holds_the_mean(void)
{
	/* Nine runs that lose nothing, one that loses all: the median would say nothing is lost. */
	const double values[] = {0, 0, 0, 0, 1, 0, 0, 0, 0, 0}, same[] = {3, 3, 3};
	struct estimate some = stats_bootstrap_mean(values, 10, 1000, 1);
	struct estimate again = stats_bootstrap_mean(values, 10, 1000, 1);
	struct estimate certain = stats_bootstrap_mean(same, 3, 100, 1);

	CU_ASSERT_DOUBLE_EQUAL(some.value, 0.1, 1e-12);
	CU_ASSERT(some.low >= 0 && some.low < 0.1);
	CU_ASSERT(some.high > 0.1 && some.high < 0.7);
	CU_ASSERT_EQUAL(some.low, again.low);
	CU_ASSERT_EQUAL(some.high, again.high);
	CU_ASSERT_EQUAL(certain.low, 3);
	CU_ASSERT_EQUAL(certain.high, 3);
}

int main(int argc, char **argv)
{
	static CU_TestInfo tests[] = {
		{"the median is the middle", median_is_the_middle},
		{"arguments stay as they are", arguments_stay_as_they_are},
		{"the MAD is the median deviation", mad_is_the_median_deviation},
		{"quantiles interpolate as type 7 does", quantiles_interpolate},
		{"nothing gives NAN", nothing_gives_nan},
		{"shares have Wilson's interval", shares_have_wilson_intervals},
		{"random numbers are splitmix64's", random_numbers_are_splitmix64},
		{"the interval of two values is known", interval_of_two_values_is_known},
		{"the interval of a mean holds the mean", mean_interval_holds_the_mean},
		{"the same seed gives the same interval", same_seed_gives_the_same_interval},
		{"95 % intervals hold the truth that often",
		 intervals_hold_the_truth_as_often_as_they_say},
		{"launches are drawn first", launches_are_drawn_first},
		{"pairs cancel drift", pairs_cancel_drift},
		{"a ratio recovers the factor", ratio_recovers_the_factor},
		CU_TEST_INFO_NULL,
	};

	return suite_run("stats", tests, argc, argv);
}
