/* compare.c: tests of comparisons, on batches that only say how long they took. */
#include "suite.h"

#include "base/die.h"
#include "measure/compare.h"

#include <math.h>
#include <string.h>

/* ---- order -------------------------------------------------------------------------------- */

enum { MOST = 12 };

/* How often each case came in each place, and right after each other one, over the whole square. */
struct tally {
	int at[MOST][MOST], after[MOST][MOST];
};

static void tally_square(int n, struct tally *tally)
{
	int rows = n % 2 ? 2 * n : n, order[MOST];

	memset(tally, 0, sizeof *tally);
	for (int row = 0; row < rows; row++) {
		compare_order(n, row, order);
		for (int place = 0; place < n; place++) {
			tally->at[order[place]][place]++;
			if (place > 0)
				tally->after[order[place - 1]][order[place]]++;
		}
	}
}

static int is_balanced(int n, const struct tally *tally)
{
	int times = n % 2 ? 2 : 1;

	for (int i = 0; i < n; i++)
		for (int j = 0; j < n; j++)
			if (tally->at[i][j] != times || tally->after[i][j] != (i == j ? 0 : times))
				return 0;
	return 1;
}

static void squares_are_balanced(void)
{
	struct tally tally;

	for (int n = 2; n <= MOST; n++) {
		tally_square(n, &tally);
		CU_ASSERT(is_balanced(n, &tally));
	}
}

static void rows_come_round_again(void)
{
	int first[5], again[5], alone;

	compare_order(5, 3, first);
	compare_order(5, 13, again);
	CU_ASSERT_EQUAL(memcmp(first, again, sizeof first), 0);
	compare_order(1, 7, &alone);
	CU_ASSERT_EQUAL(alone, 0);
}

/* ---- runs with a made-up clock ------------------------------------------------------------ */

enum { LOG = 512 };

struct fake {
	double ns[MOST];     /* per iteration of each case */
	int slow_calls;	     /* the first calls take a second more */
	int fail_launch;     /* this launch gives up; -1: none */
	int fail_call;	     /* this call gives up; -1: none */
	double failure;	     /* what the batch returns then */
	int launches, calls; /* so far */
	int which[LOG];	     /* the case of each call */
	int launch_of[LOG];
	long iterations[LOG];
	int done, total; /* of the last progress */
};

static int fake_launch(void *context, int launch)
{
	struct fake *fake = context;

	if (launch != fake->launches++)
		BUG("launch %d out of turn", launch);
	return launch == fake->fail_launch ? -1 : 0;
}

static double fake_batch(void *context, int which, long iterations)
{
	struct fake *fake = context;
	int call = fake->calls++;

	BUG_UNLESS(call < LOG && which >= 0 && which < MOST);
	fake->which[call] = which;
	fake->launch_of[call] = fake->launches - 1;
	fake->iterations[call] = iterations;
	if (call == fake->fail_call)
		return fake->failure;
	/* Launches differ by a known step, so that a sample tells where it comes from. */
	return (fake->ns[which] + fake->launches - 1) * (double)iterations +
	       (call < fake->slow_calls ? 1e9 : 0);
}

static void fake_progress(void *context, int done, int total)
{
	struct fake *fake = context;

	BUG_UNLESS(done == fake->done + 1);
	fake->done = done;
	fake->total = total;
}

static struct fake fake_clock(void)
{
	return (struct fake){
		.ns = {100, 200, 300, 400}, .fail_launch = -1, .fail_call = -1, .failure = -1};
}

static struct compare_plan plan_for(struct fake *fake)
{
	return (struct compare_plan){
		.cases = 3,
		.launches = 2,
		.batches = 4,
		.batch_ns = 1000,
		.iterations = 10,
		.seed = 1,
		.context = fake,
		.launch = fake_launch,
		.batch = fake_batch,
		.progress = fake_progress,
	};
}

static void samples_land_in_their_cells(void)
{
	struct fake fake = fake_clock();
	struct compare_plan plan = plan_for(&fake);
	struct compare_result result;

	CU_ASSERT_EQUAL_FATAL(compare_run(&plan, &result), 0);
	CU_ASSERT(result.cases == 4 && result.launches == 2 && result.batches == 4);
	CU_ASSERT(result.iterations == 10 && result.seed == 1);
	for (int cell = 0; cell < 4 * 2 * 4; cell++) {
		int which = cell / 8 == 3 ? 0 : cell / 8, launch = cell / 4 % 2;

		CU_ASSERT_DOUBLE_EQUAL(result.samples[cell], fake.ns[which] + launch, 1e-9);
	}
	compare_free(&result);
	CU_ASSERT_PTR_NULL(result.samples);
}

/* 4 batches to warm up and 4 rows of 4 in each launch; the twin shows as case 0 once more. */
static void work_is_interleaved_and_balanced(void)
{
	struct fake fake = fake_clock();
	struct compare_plan plan = plan_for(&fake);
	int at[2][3][4] = {{{0}}};
	struct compare_result result;

	CU_ASSERT_EQUAL_FATAL(compare_run(&plan, &result), 0);
	compare_free(&result);
	CU_ASSERT_EQUAL(fake.launches, 2);
	CU_ASSERT_EQUAL_FATAL(fake.calls, 2 * (4 + 4 * 4));
	for (int call = 0; call < fake.calls; call++) {
		int launch = call / 20, row = call % 20 / 4;

		CU_ASSERT_EQUAL(fake.launch_of[call], launch);
		CU_ASSERT_EQUAL(fake.iterations[call], 10);
		if (row > 0)
			at[launch][fake.which[call]][call % 4]++;
	}
	for (int i = 0; i < 2 * 3 * 4; i++)
		CU_ASSERT_EQUAL(at[i / 12][i / 4 % 3][i % 4], i / 4 % 3 == 0 ? 2 : 1);
}

static void progress_is_told(void)
{
	struct fake fake = fake_clock();
	struct compare_plan plan = plan_for(&fake);
	struct compare_result result;

	CU_ASSERT_EQUAL_FATAL(compare_run(&plan, &result), 0);
	CU_ASSERT(fake.done == 8 && fake.total == 8);
	compare_free(&result);
	plan.progress = NULL;
	plan.launch = NULL;
	CU_ASSERT_EQUAL(compare_run(&plan, &result), 0);
	compare_free(&result);
}

static void canaries_are_read(void)
{
	struct fake fake = fake_clock();
	struct compare_plan plan = plan_for(&fake);
	struct compare_result result;

	CU_ASSERT_EQUAL_FATAL(compare_run(&plan, &result), 0);
	CU_ASSERT(result.spread.spin_ns >= 0);
	CU_ASSERT(result.noise >= result.spread.spin_ns);
	CU_ASSERT_EQUAL(result.noisy, result.noise > 0.10);
	compare_free(&result);
}

static void expect_giving_up(struct fake *fake, int calls)
{
	struct compare_plan plan = plan_for(fake);
	struct compare_result result;

	CU_ASSERT_EQUAL(compare_run(&plan, &result), -1);
	CU_ASSERT_PTR_NULL(result.samples);
	CU_ASSERT_EQUAL(result.cases, 0);
	CU_ASSERT_EQUAL(fake->calls, calls);
	compare_free(&result);
}

static void giving_up_ends_the_run(void)
{
	struct fake warming = fake_clock(), measuring = fake_clock(), launching = fake_clock();
	struct fake nonsense = fake_clock();

	warming.fail_call = 2;
	expect_giving_up(&warming, 3);
	measuring.fail_call = 25;
	expect_giving_up(&measuring, 26);
	launching.fail_launch = 1;
	expect_giving_up(&launching, 20);
	nonsense.fail_call = 7;
	nonsense.failure = NAN;
	expect_giving_up(&nonsense, 8);
}

static void shortest_batches_still_take_time(void)
{
	struct fake fake = fake_clock();
	struct compare_plan plan = plan_for(&fake);
	struct compare_result result;

	fake.ns[1] = 0;
	CU_ASSERT_EQUAL_FATAL(compare_run(&plan, &result), 0);
	CU_ASSERT(compare_ratio(&result, 1, 0).low > 0);
	compare_free(&result);
}

/* ---- calibration -------------------------------------------------------------------------- */

static long calibrated(struct fake *fake, double batch_ns, long most)
{
	struct compare_plan plan = plan_for(fake);
	struct compare_result result;
	long iterations;

	plan.iterations = 0;
	plan.batch_ns = batch_ns;
	plan.most_iterations = most;
	CU_ASSERT_EQUAL_FATAL(compare_run(&plan, &result), 0);
	iterations = result.iterations;
	for (int call = fake->calls - 40; call < fake->calls; call++)
		CU_ASSERT_EQUAL(fake->iterations[call], iterations);
	compare_free(&result);
	return iterations;
}

/* An iteration takes 100 ns: 64 of them fall short of 10 microseconds, 128 do not. */
static void batches_are_doubled_until_long_enough(void)
{
	struct fake fake = fake_clock(), quick = fake_clock();

	CU_ASSERT_EQUAL(calibrated(&fake, 10000, 0), 128);
	CU_ASSERT_EQUAL(calibrated(&quick, 50, 0), 1);
}

static void calibration_has_an_upper_bound(void)
{
	struct fake fake = fake_clock(), one = fake_clock(), ample = fake_clock();

	CU_ASSERT_EQUAL(calibrated(&fake, 10000, 50), 50);
	CU_ASSERT_EQUAL(calibrated(&one, 10000, 1), 1);
	CU_ASSERT_EQUAL(calibrated(&ample, 10000, 1000), 128);
}

static void one_slow_call_does_not_calibrate(void)
{
	struct fake fake = fake_clock();

	fake.slow_calls = 1;
	CU_ASSERT_EQUAL(calibrated(&fake, 10000, 0), 128);
}

static void calibration_may_give_up(void)
{
	struct fake fake = fake_clock();
	struct compare_plan plan = plan_for(&fake);
	struct compare_result result;

	plan.iterations = 0;
	fake.fail_call = 2;
	CU_ASSERT_EQUAL(compare_run(&plan, &result), -1);
	CU_ASSERT_EQUAL(fake.calls, 3);
}

int main(int argc, char **argv)
{
	static CU_TestInfo tests[] = {
		{"squares of 2 to 12 cases are balanced", squares_are_balanced},
		{"rows come round again", rows_come_round_again},
		{"samples land in their cells", samples_land_in_their_cells},
		{"work is interleaved and balanced", work_is_interleaved_and_balanced},
		{"progress is told", progress_is_told},
		{"canaries are read", canaries_are_read},
		{"giving up ends the run", giving_up_ends_the_run},
		{"the shortest batches still take time", shortest_batches_still_take_time},
		{"batches are doubled until long enough", batches_are_doubled_until_long_enough},
		{"calibration has an upper bound", calibration_has_an_upper_bound},
		{"one slow call does not calibrate", one_slow_call_does_not_calibrate},
		{"calibration may give up", calibration_may_give_up},
		CU_TEST_INFO_NULL,
	};

	return suite_run("compare", tests, argc, argv);
}
