/* decide.c: tests of what a comparison concludes, on made-up samples. */
#include "suite.h"

#include "measure/compare.h"

#include <math.h>

static enum compare_verdict decide(double low, double high, double twin_low, double twin_high)
{
	return compare_decide((struct estimate){(low + high) / 2, low, high},
			      (struct estimate){1, twin_low, twin_high});
}

static void whole_interval_must_clear_the_twin(void)
{
	CU_ASSERT_EQUAL(decide(1.10, 1.20, 0.98, 1.02), COMPARE_MORE);
	CU_ASSERT_EQUAL(decide(0.80, 0.90, 0.98, 1.02), COMPARE_LESS);
	CU_ASSERT_EQUAL(decide(1.01, 1.20, 0.98, 1.02), COMPARE_NOT_DECIDED);
	CU_ASSERT_EQUAL(decide(0.80, 0.99, 0.98, 1.02), COMPARE_NOT_DECIDED);
	CU_ASSERT_EQUAL(decide(0.80, 1.20, 0.98, 1.02), COMPARE_NOT_DECIDED);
	CU_ASSERT_EQUAL(decide(1.00, 1.00, 1.00, 1.00), COMPARE_NOT_DECIDED);
}

/* A twin that was 20 % faster is as much noise as one that was 25 % slower. */
static void the_twin_counts_in_both_directions(void)
{
	CU_ASSERT_EQUAL(decide(1.10, 1.20, 0.80, 1.00), COMPARE_NOT_DECIDED);
	CU_ASSERT_EQUAL(decide(1.26, 1.40, 0.80, 1.00), COMPARE_MORE);
	CU_ASSERT_EQUAL(decide(0.81, 0.90, 1.00, 1.25), COMPARE_NOT_DECIDED);
	CU_ASSERT_EQUAL(decide(0.70, 0.79, 1.00, 1.25), COMPARE_LESS);
	/* One that lies beside 1 leaves no more room than one that reaches it. */
	CU_ASSERT_EQUAL(decide(1.04, 1.05, 1.03, 1.06), COMPARE_NOT_DECIDED);
}

static void nothing_follows_from_nan(void)
{
	CU_ASSERT_EQUAL(decide(1.5, 1.6, NAN, NAN), COMPARE_NOT_DECIDED);
	CU_ASSERT_EQUAL(decide(1.5, 1.6, 0.9, NAN), COMPARE_NOT_DECIDED);
	CU_ASSERT_EQUAL(decide(NAN, 1.6, 0.9, 1.1), COMPARE_NOT_DECIDED);
	CU_ASSERT_EQUAL(decide(1.5, NAN, 0.9, 1.1), COMPARE_NOT_DECIDED);
}

static double uniform(uint64_t *state)
{
	return ((double)(stats_random(state) >> 11) + 0.5) * 0x1p-53;
}

/* About normal with deviation 1: the sum of 12 uniforms. */
static double normal(uint64_t *state)
{
	double sum = -6;

	for (int i = 0; i < 12; i++)
		sum += uniform(state);
	return sum;
}

enum { CASES = 3, LAUNCHES = 8, BATCHES = 10 };

/*
 * Two cases and the twin of the first. Each launch has a memory layout of its own, which suits
 * each program by its own draw; the twin is the same program.
 */
static void draw_samples(double *samples, double factor, double layout, double noise,
			 uint64_t *state)
{
	for (int launch = 0; launch < LAUNCHES; launch++) {
		double own = 100 * (1 + layout * normal(state));
		double other = 100 * factor * (1 + layout * normal(state));
		const double centre[CASES] = {own, other, own};

		for (int i = 0; i < CASES * BATCHES; i++) {
			int which = i / BATCHES, batch = i % BATCHES;

			samples[(which * LAUNCHES + launch) * BATCHES + batch] =
				centre[which] * (1 + noise * normal(state));
		}
	}
}

/* Of `runs` synthetic comparisons, how many end in `verdict` on case 1 against case 0? */
static int count_verdicts(enum compare_verdict verdict, int runs, double factor, double layout,
			  double noise)
{
	double samples[CASES * LAUNCHES * BATCHES];
	uint64_t state = 2024;
	int count = 0;

	for (int i = 0; i < runs; i++) {
		struct compare_result result = {.cases = CASES,
						.launches = LAUNCHES,
						.batches = BATCHES,
						.seed = (uint64_t)i,
						.samples = samples};

		draw_samples(samples, factor, layout, noise, &state);
		count += compare_decide(compare_ratio(&result, 1, 0), compare_twin(&result)) ==
			 verdict;
	}
	return count;
}

static void equal_cases_are_not_decided(void)
{
	CU_ASSERT(count_verdicts(COMPARE_NOT_DECIDED, 200, 1, 0, 0.1) > 190);
}

static void luck_with_layouts_is_not_decided(void)
{
	CU_ASSERT(count_verdicts(COMPARE_NOT_DECIDED, 200, 1, 0.05, 0.02) > 190);
}

static void clear_differences_are_decided(void)
{
	CU_ASSERT_EQUAL(count_verdicts(COMPARE_MORE, 50, 1.5, 0.02, 0.1), 50);
	CU_ASSERT_EQUAL(count_verdicts(COMPARE_LESS, 50, 0.67, 0.02, 0.1), 50);
}

static void result_answers_for_each_case(void)
{
	double samples[CASES * LAUNCHES * BATCHES];
	struct compare_result result = {
		.cases = CASES, .launches = LAUNCHES, .batches = BATCHES, .samples = samples};
	struct estimate time, ratio;
	uint64_t state = 3;

	draw_samples(samples, 2, 0.01, 0.02, &state);
	time = compare_time(&result, 1);
	CU_ASSERT(190 < time.low && time.low <= time.value && time.value <= time.high);
	CU_ASSERT(time.high < 210);
	CU_ASSERT_EQUAL(compare_mad(&result, 1), stats_mad(samples + 80, 80));
	ratio = compare_ratio(&result, 1, 0);
	CU_ASSERT(1.9 < ratio.low && ratio.low < ratio.high && ratio.high < 2.1);
	CU_ASSERT_EQUAL(compare_twin(&result).value, compare_ratio(&result, 2, 0).value);
}

int main(int argc, char **argv)
{
	static CU_TestInfo tests[] = {
		{"the whole interval must clear the twin", whole_interval_must_clear_the_twin},
		{"the twin counts in both directions", the_twin_counts_in_both_directions},
		{"nothing follows from NAN", nothing_follows_from_nan},
		{"equal cases are not decided", equal_cases_are_not_decided},
		{"luck with layouts is not decided", luck_with_layouts_is_not_decided},
		{"clear differences are decided", clear_differences_are_decided},
		{"a result answers for each case", result_answers_for_each_case},
		CU_TEST_INFO_NULL,
	};

	return suite_run("decide", tests, argc, argv);
}
