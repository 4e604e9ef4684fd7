/* lab.c: tests of the lab room, on a tiny lab of its own: runs, the line protocol, claims. */
#include "suite.h"

#include "base/die.h"
#include "lab/bench.h"
#include "lab/run.h"
#include "lab/tour.h"

#include <math.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* What the tiny lab does wrong, set before a run: workers are forked and inherit it. */
static enum { NOTHING, MISCOUNT, CRASH, HANG_IN_WORK, HANG_IN_OUTCOME } mischief;

struct counter {
	_Atomic long value;
	long expected;
};

static size_t state_size(int workers, long ops)
{
	(void)workers, (void)ops;
	return sizeof(struct counter);
}

static void init(void *state, int workers, long ops)
{
	((struct counter *)state)->expected = workers * ops;
}

static void work(void *state, int worker)
{
	struct counter *counter = state;

	if (mischief == CRASH && worker == 1)
		raise(SIGBUS);
	while (mischief == HANG_IN_WORK && worker == 1)
		pause();
	atomic_fetch_add(&counter->value, mischief == MISCOUNT ? 9 : 10);
}

static int outcome(const void *state)
{
	const struct counter *counter = state;

	while (mischief == HANG_IN_OUTCOME)
		pause();
	return counter->value == counter->expected ? 0 : counter->value == 0 ? 2 : 1;
}

static double harm(const void *state)
{
	const struct counter *counter = state;

	return (double)(counter->expected - counter->value);
}

static const struct lab_outcome outcomes[] = {
	{"right", LAB_EXPECTED, "all counted"},
	{"wrong", LAB_FORBIDDEN, "some not counted"},
	{"none", LAB_INTERESTING, "nothing counted"},
	{NULL, 0, NULL},
};

static const struct lab_claim claims[] = {
	{"seen", {{.kind = LAB_SEEN, .variant = "broken", .model = "threads", .outcome = "wrong"}}},
	{"never",
	 {{.kind = LAB_NEVER, .variant = "broken", .model = "threads", .outcome = "wrong"}}},
	{"always",
	 {{.kind = LAB_ALWAYS, .variant = "broken", .model = "threads", .outcome = "right"}}},
	{"slower", {{.kind = LAB_SLOWER, .variant = "solution", .model = "threads"}}},
	{"reported", {{.kind = LAB_REPORTED, .variant = "broken", .model = "threads"}}},
	{"silent", {{.kind = LAB_SILENT, .variant = "broken", .model = "threads"}}},
	{"both",
	 {{.kind = LAB_SEEN, .variant = "broken", .model = "threads", .outcome = "wrong"},
	  {.kind = LAB_SLOWER, .variant = "solution", .model = "threads"}}},
	{"given two cores",
	 {{.kind = LAB_NEVER, .variant = "broken", .model = "threads", .outcome = "wrong"},
	  {.kind = LAB_GIVEN_CORES, .limit = 2}}},
	{.text = NULL},
};

enum { SEEN, NEVER, ALWAYS, SLOWER, REPORTED, SILENT, BOTH, GIVEN };

const struct lab lab = {
	.title = "Counting",
	.workers = 2,
	.ops = 10,
	.state_size = state_size,
	.init = init,
	.work = work,
	.outcome = outcome,
	.harm = harm,
	.harm_unit = "counts",
	.outcomes = outcomes,
	.claims = claims,
};

static struct run make_run(enum exec_model model, int deadline_ms)
{
	struct run_request request = {
		.model = model, .workers = 2, .ops = 10, .deadline_ms = deadline_ms};
	struct run run;

	run_variant(&request, &run);
	return run;
}

static void right_run_is_right(void)
{
	mischief = NOTHING;
	for (enum exec_model model = 0; model < EXEC_MODELS; model++) {
		struct run run = make_run(model, 60000);

		CU_ASSERT_EQUAL(run.outcome, model == EXEC_PRIVATE ? 2 : 0);
		CU_ASSERT_FALSE(run.forbidden);
		CU_ASSERT_STRING_EQUAL(run.text, "");
	}
}

/* Each worker counts for itself: one that miscounts is enough. */
static void workers_apart_are_judged_each(void)
{
	struct run_request request = {.model = EXEC_THREADS,
				      .workers = 3,
				      .ops = 10,
				      .deadline_ms = 60000,
				      .apart = true};
	struct run run;

	mischief = NOTHING;
	run_variant(&request, &run);
	CU_ASSERT_EQUAL(run.outcome, 0);
	mischief = MISCOUNT;
	run_variant(&request, &run);
	CU_ASSERT_EQUAL(run.outcome, 1);
	CU_ASSERT_EQUAL(run.harm, 1);
}

static void wrong_run_is_forbidden(void)
{
	struct run run;

	mischief = MISCOUNT;
	run = make_run(EXEC_THREADS, 60000);
	CU_ASSERT_EQUAL(run.outcome, 1);
	CU_ASSERT_TRUE(run.forbidden);
	CU_ASSERT_EQUAL(run.harm, 2);
}

static void crashed_run_is_forbidden(void)
{
	struct run run;

	mischief = CRASH;
	run = make_run(EXEC_PROCESSES, 60000);
	CU_ASSERT_EQUAL(run.outcome, -1);
	CU_ASSERT_TRUE(run.forbidden);
	CU_ASSERT_FALSE(run.hung);
	CU_ASSERT_STRING_EQUAL(run.text, "worker 1 crashed: Bus error");
}

static void hung_run_is_forbidden(void)
{
	struct run run;

	mischief = HANG_IN_WORK;
	run = make_run(EXEC_THREADS, 1000);
	CU_ASSERT_EQUAL(run.outcome, -1);
	CU_ASSERT_TRUE(run.forbidden);
	CU_ASSERT_TRUE(run.hung);
}

static void hung_judge_is_a_hang(void)
{
	struct run run;

	mischief = HANG_IN_OUTCOME;
	run = make_run(EXEC_SERIAL, 1000);
	CU_ASSERT_TRUE(run.forbidden);
	CU_ASSERT_TRUE(run.hung);
	CU_ASSERT_PTR_NOT_NULL(strstr(run.text, "looking at the result"));
}

static void answers_survive_the_line(void)
{
	struct run run = {.outcome = -1,
			  .forbidden = true,
			  .hung = true,
			  .elapsed_ns = 12345,
			  .harm = 0.5,
			  .voluntary = 7,
			  .involuntary = 8,
			  .coroutine_switches = 9,
			  .reports = 10,
			  .pinned = true,
			  .text = "worker 3 hangs, with blanks"};
	struct run back;
	char line[512];

	run_format(&run, line, sizeof line);
	CU_ASSERT_TRUE_FATAL(run_parse(line, &back));
	CU_ASSERT_EQUAL(back.outcome, run.outcome);
	CU_ASSERT_EQUAL(back.forbidden, run.forbidden);
	CU_ASSERT_EQUAL(back.hung, run.hung);
	CU_ASSERT_EQUAL(back.elapsed_ns, run.elapsed_ns);
	CU_ASSERT_EQUAL(back.harm, run.harm);
	CU_ASSERT_EQUAL(back.voluntary, run.voluntary);
	CU_ASSERT_EQUAL(back.involuntary, run.involuntary);
	CU_ASSERT_EQUAL(back.coroutine_switches, run.coroutine_switches);
	CU_ASSERT_EQUAL(back.reports, run.reports);
	CU_ASSERT_EQUAL(back.pinned, run.pinned);
	CU_ASSERT_STRING_EQUAL(back.text, run.text);
	CU_ASSERT_FALSE(run_parse("nonsense", &back));
}

static void questions_survive_the_line(void)
{
	struct run_request request = {EXEC_COROUTINES, 5, 1234, 999, true, true}, back;
	char line[128];

	run_format_request(&request, line, sizeof line);
	CU_ASSERT_TRUE_FATAL(run_parse_request(line, &back));
	CU_ASSERT_EQUAL(back.model, request.model);
	CU_ASSERT_EQUAL(back.workers, request.workers);
	CU_ASSERT_EQUAL(back.ops, request.ops);
	CU_ASSERT_EQUAL(back.deadline_ms, request.deadline_ms);
	CU_ASSERT_EQUAL(back.pin, request.pin);
	CU_ASSERT_EQUAL(back.apart, request.apart);
	CU_ASSERT_FALSE(run_parse_request("fibres 1 1 1 0 0", &back));
	CU_ASSERT_FALSE(run_parse_request("threads 0 1 1 0 0", &back));
	CU_ASSERT_FALSE(run_parse_request("threads 2", &back));
}

/* Evidence of 20 runs of which `wrong` went wrong, and a detector's word on them. */
static void set_evidence(struct tour *tour, int wrong, enum detector_verdict detector)
{
	memset(tour, 0, sizeof *tour);
	tour->tallies = 1;
	tour->tally[0] = (struct tally){.variant = "broken", .model = EXEC_THREADS, .runs = 20};
	tour->tally[0].count[0] = 20 - wrong;
	tour->tally[0].count[1] = wrong;
	tour->detections = 1;
	tour->detection[0] = (struct tour_detection){.variant = "broken",
						     .model = EXEC_THREADS,
						     .verdict = detector,
						     .kinds = detector == DETECTOR_REPORT};
}

static void set_cost(struct tour *tour, enum compare_verdict verdict)
{
	tour->costs = 1;
	tour->cost[0] = (struct tour_cost){
		.variant = "solution", .model = EXEC_THREADS, .verdict = verdict};
}

static enum tour_verdict verdict_of(struct tour *tour, int claim)
{
	FILE *real = stdout;

	/* The section prints; the test wants only what it concludes. */
	stdout = fopen("/dev/null", "w");
	if (!stdout)
		die_system("/dev/null");
	tour->claims = 0;
	tour_show_claims(tour);
	fclose(stdout);
	stdout = real;
	return tour->claim[claim].verdict;
}

static void seen_holds_only_when_seen(void)
{
	static struct tour tour;

	set_evidence(&tour, 1, DETECTOR_CLEAN);
	CU_ASSERT_EQUAL(verdict_of(&tour, SEEN), TOUR_HOLDS);
	set_evidence(&tour, 0, DETECTOR_CLEAN);
	CU_ASSERT_EQUAL(verdict_of(&tour, SEEN), TOUR_NOT_DECIDED);
	tour.tallies = 0;
	CU_ASSERT_EQUAL(verdict_of(&tour, SEEN), TOUR_NOT_DECIDED);
}

static void one_exception_refutes(void)
{
	static struct tour tour;

	set_evidence(&tour, 0, DETECTOR_CLEAN);
	CU_ASSERT_EQUAL(verdict_of(&tour, NEVER), TOUR_HOLDS);
	CU_ASSERT_EQUAL(verdict_of(&tour, ALWAYS), TOUR_HOLDS);
	set_evidence(&tour, 1, DETECTOR_CLEAN);
	CU_ASSERT_EQUAL(verdict_of(&tour, NEVER), TOUR_FAILS);
	CU_ASSERT_EQUAL(verdict_of(&tour, ALWAYS), TOUR_FAILS);
}

static void blind_detector_decides_nothing(void)
{
	static struct tour tour;

	set_evidence(&tour, 0, DETECTOR_BLIND);
	CU_ASSERT_EQUAL(verdict_of(&tour, SILENT), TOUR_NOT_DECIDED);
	CU_ASSERT_EQUAL(verdict_of(&tour, REPORTED), TOUR_NOT_DECIDED);
	set_evidence(&tour, 0, DETECTOR_CLEAN);
	CU_ASSERT_EQUAL(verdict_of(&tour, SILENT), TOUR_HOLDS);
	CU_ASSERT_EQUAL(verdict_of(&tour, REPORTED), TOUR_FAILS);
	set_evidence(&tour, 0, DETECTOR_REPORT);
	CU_ASSERT_EQUAL(verdict_of(&tour, SILENT), TOUR_FAILS);
	CU_ASSERT_EQUAL(verdict_of(&tour, REPORTED), TOUR_HOLDS);
}

static void cost_within_noise_is_not_decided(void)
{
	static struct tour tour;

	set_evidence(&tour, 1, DETECTOR_CLEAN);
	set_cost(&tour, COMPARE_NOT_DECIDED);
	CU_ASSERT_EQUAL(verdict_of(&tour, SLOWER), TOUR_NOT_DECIDED);
	CU_ASSERT_EQUAL(verdict_of(&tour, BOTH), TOUR_NOT_DECIDED);
	set_cost(&tour, COMPARE_LESS);
	CU_ASSERT_EQUAL(verdict_of(&tour, SLOWER), TOUR_FAILS);
	CU_ASSERT_EQUAL(verdict_of(&tour, BOTH), TOUR_FAILS);
	set_cost(&tour, COMPARE_MORE);
	CU_ASSERT_EQUAL(verdict_of(&tour, BOTH), TOUR_HOLDS);
}

/* Neither refuted nor confirmed where it cannot be seen, and the figure says why. */
static void what_is_not_given_leaves_a_claim_open(void)
{
	static struct tour tour;

	for (int wrong = 0; wrong < 2; wrong++) {
		set_evidence(&tour, wrong, DETECTOR_CLEAN);
		tour.machine.cores_allowed = 1;
		CU_ASSERT_EQUAL(verdict_of(&tour, GIVEN), TOUR_NOT_DECIDED);
		CU_ASSERT_PTR_NOT_NULL(strstr(tour.claim[GIVEN].figure, "needs 2 cores"));
		CU_ASSERT_TRUE(isnan(tour.claim[GIVEN].seen.value));
		tour.machine.cores_allowed = 2;
		CU_ASSERT_EQUAL(verdict_of(&tour, GIVEN), wrong ? TOUR_FAILS : TOUR_HOLDS);
		CU_ASSERT_EQUAL(tour.claim[GIVEN].seen.value, wrong / 20.0);
	}
}

static void tally_counts_by_name(void)
{
	struct tally tally = {.variant = "broken", .model = EXEC_THREADS};
	struct run right = {.outcome = 0}, wrong = {.outcome = 1, .harm = 3};
	struct run crash = {.outcome = -1, .text = "worker 1 crashed"};

	tally_add(&tally, &right);
	tally_add(&tally, &wrong);
	tally_add(&tally, &wrong);
	tally_add(&tally, &crash);
	CU_ASSERT_EQUAL(tally.runs, 4);
	CU_ASSERT_EQUAL(tally_count(&tally, "right"), 1);
	CU_ASSERT_EQUAL(tally_count(&tally, "wrong"), 2);
	CU_ASSERT_EQUAL(tally_forbidden(&tally), 3);
	CU_ASSERT_EQUAL(tally.worst_harm, 3);
	CU_ASSERT_STRING_EQUAL(tally.text, "worker 1 crashed");
}

/* ---- measuring --------------------------------------------------------------------------- */

static void measure_sleepless(const struct lab_question *question, struct lab_sample *sample)
{
	sample->value = (double)question->parameter;
	sample->extra[0] = (double)question->count;
}

static void measure_nothing(const struct lab_question *question, struct lab_sample *sample)
{
	(void)question;
	bench_missing(sample, "no %s here", "clock");
}

static const long sizes[] = {1, 4, LAB_LAST};
static const char *const extras[] = {"operations", NULL};
static const struct lab_subject subjects[] = {
	{.label = "plain", .measure = measure_sleepless},
	{.label = "pinned",
	 .measure = measure_sleepless,
	 .placements = LAB_SAME_CORE | LAB_ACROSS_CORES,
	 .most = 1},
	{.label = "nothing", .measure = measure_nothing},
	{.label = NULL},
};

/* In the place of a lab's bench.c. */
const struct lab_experiment lab_experiments[] = {
	{.name = "sizes",
	 .title = "Sizes",
	 .unit = "ns per size",
	 .parameter = "size",
	 .values = sizes,
	 .extras = extras,
	 .subjects = subjects},
	{.name = NULL},
};

static void measurements_survive_the_line(void)
{
	struct bench_answer answer = {.count = 7, .elapsed_ns = 1.5, .sample = {.value = 2.25}};
	struct bench_answer back;
	char line[BENCH_LINE];

	answer.sample.extra[1] = NAN;
	snprintf(answer.sample.missing, sizeof answer.sample.missing, "two words");
	bench_format(&answer, line, sizeof line);
	CU_ASSERT_TRUE_FATAL(bench_parse(line, &back));
	CU_ASSERT_EQUAL(back.count, 7);
	CU_ASSERT_EQUAL(back.elapsed_ns, 1.5);
	CU_ASSERT_EQUAL(back.sample.value, 2.25);
	CU_ASSERT_TRUE(isnan(back.sample.extra[1]));
	CU_ASSERT_STRING_EQUAL(back.sample.missing, "two words");
	CU_ASSERT_FALSE(bench_parse("nonsense", &back));
}

static void unknown_questions_are_refused(void)
{
	struct bench_request request;

	CU_ASSERT_TRUE(bench_parse_request("0 2 0 4 10 0", &request));
	CU_ASSERT_FALSE(bench_parse_request("1 0 0 4 10 0", &request));
	CU_ASSERT_FALSE(bench_parse_request("0 3 0 4 10 0", &request));
	CU_ASSERT_FALSE(bench_parse_request("0 0 9 4 10 0", &request));
	CU_ASSERT_FALSE(bench_parse_request("0 0 0", &request));
}

static void bench_measures_or_says_why_not(void)
{
	struct bench_request request = {.subject = 0, .parameter = 4, .count = 3};
	struct bench_answer answer;

	bench_measure(&request, &answer);
	CU_ASSERT_EQUAL(answer.sample.value, 4);
	CU_ASSERT_EQUAL(answer.sample.extra[0], 3);
	CU_ASSERT_TRUE(isnan(answer.sample.extra[1]));
	request.subject = 2;
	bench_measure(&request, &answer);
	CU_ASSERT_STRING_EQUAL(answer.sample.missing, "no clock here");
}

static void curves_are_subjects_at_places(void)
{
	struct experiment experiment;

	experiment_open(&experiment, lab_experiments, &(struct experiment_plan){2, 2, 1, false});
	CU_ASSERT_EQUAL(experiment.curves, 5);
	CU_ASSERT_EQUAL(experiment.points, 2);
	CU_ASSERT_EQUAL(experiment.measures, 2);
	CU_ASSERT_EQUAL(experiment_find_curve(&experiment, "pinned (across cores)"), 2);
	CU_ASSERT_EQUAL(experiment_find_curve(&experiment, "twin"), 4);
	CU_ASSERT_EQUAL(experiment_find_curve(&experiment, "pinned"), -1);
	CU_ASSERT_EQUAL(experiment_find_point(&experiment, 4), 1);
	CU_ASSERT_EQUAL(experiment_find_measure(&experiment, "operations"), 1);
	CU_ASSERT_TRUE(experiment_cell(&experiment, 1, 0)->is_wanted);
	CU_ASSERT_FALSE(experiment_cell(&experiment, 1, 1)->is_wanted);
	experiment_close(&experiment);
}

static void a_first_look_leaves_out_what_takes_long(void)
{
	static const struct lab_subject slow[] = {{.label = "slow", .quick_most = 2},
						  {.label = NULL}};
	static const long fewer[] = {4, LAB_LAST};
	struct lab_experiment what = lab_experiments[0];
	struct experiment experiment;

	what.subjects = slow;
	what.most_batches = 1;
	experiment_open(&experiment, &what, &(struct experiment_plan){2, 3, 1, false});
	CU_ASSERT_EQUAL(experiment.batches, 1);
	CU_ASSERT_STRING_EQUAL(experiment_cell(&experiment, 0, 1)->missing, "");
	experiment_close(&experiment);
	experiment_open(&experiment, &what, &(struct experiment_plan){2, 3, 1, true});
	CU_ASSERT_STRING_EQUAL(experiment_cell(&experiment, 0, 0)->missing, "");
	CU_ASSERT_STRING_EQUAL(experiment_cell(&experiment, 0, 1)->missing,
			       "left out with QUICK=1");
	CU_ASSERT_STRING_EQUAL(experiment_cell(&experiment, 1, 1)->missing,
			       "left out with QUICK=1");
	experiment_close(&experiment);
	what.quick_values = fewer;
	experiment_open(&experiment, &what, &(struct experiment_plan){2, 3, 1, true});
	CU_ASSERT_EQUAL(experiment.points, 1);
	CU_ASSERT_EQUAL(experiment_value(&experiment, 0), 4);
	experiment_close(&experiment);
}

/* Every sample of a curve at size 4 is `value`, but for a tenth of it up and down. */
static void fill(struct experiment *experiment, int curve, double value)
{
	for (int launch = 0; launch < experiment->launches; launch++)
		for (int batch = 0; batch < experiment->batches; batch++)
			*experiment_sample(experiment, 0, curve, 1, launch, batch) =
				value * (1 + 0.1 * (launch % 2 ? 1 : -1) * (curve % 2));
}

static void limits_are_decided_beyond_the_noise(void)
{
	static struct tour tour;
	struct experiment *experiment = &tour.experiment[0];
	struct lab_condition above = {.kind = LAB_RATIO_ABOVE,
				      .experiment = "sizes",
				      .subject = "pinned (across cores)",
				      .than = "plain",
				      .at = 4};
	struct lab_condition value = {
		.kind = LAB_VALUE_BELOW, .experiment = "sizes", .subject = "plain", .at = 4};
	struct estimate seen;
	char figure[256];

	experiment_open(experiment, lab_experiments, &(struct experiment_plan){8, 2, 1, false});
	tour.experiments = 1;
	experiment_cell(experiment, 2, 1)->is_wanted = true;
	fill(experiment, 0, 10);
	fill(experiment, 2, 50);
	fill(experiment, 4, 10.5);
	above.limit = 4;
	CU_ASSERT_EQUAL(tour_decide_experiment(&tour, &above, figure, 256, &seen), TOUR_HOLDS);
	CU_ASSERT(seen.low > 4 && seen.low <= seen.high && seen.high < 6);
	above.limit = 6;
	CU_ASSERT_EQUAL(tour_decide_experiment(&tour, &above, figure, 256, &seen), TOUR_FAILS);
	above.limit = 4.9; /* 5 is not above it by more than the twin's 5 % */
	CU_ASSERT_EQUAL(tour_decide_experiment(&tour, &above, figure, 256, &seen),
			TOUR_NOT_DECIDED);
	above.subject = "nothing";
	CU_ASSERT_EQUAL(tour_decide_experiment(&tour, &above, figure, 256, &seen),
			TOUR_NOT_DECIDED);
	value.limit = 11;
	CU_ASSERT_EQUAL(tour_decide_experiment(&tour, &value, figure, 256, &seen), TOUR_HOLDS);
	value.kind = LAB_GIVEN_BELOW;
	CU_ASSERT_EQUAL(tour_decide_experiment(&tour, &value, figure, 256, &seen), TOUR_HOLDS);
	value.kind = LAB_GIVEN_ABOVE;
	CU_ASSERT_EQUAL(tour_decide_experiment(&tour, &value, figure, 256, &seen), TOUR_FAILS);
	value.kind = LAB_VALUE_BELOW;
	value.limit = 9;
	CU_ASSERT_EQUAL(tour_decide_experiment(&tour, &value, figure, 256, &seen), TOUR_FAILS);
	experiment_close(experiment);
}

int main(int argc, char **argv)
{
	static CU_TestInfo tests[] = {
		{"a right run is right under every model", right_run_is_right},
		{"workers apart are judged each", workers_apart_are_judged_each},
		{"a wrong run is forbidden", wrong_run_is_forbidden},
		{"a crashed run is forbidden", crashed_run_is_forbidden},
		{"a hung run is forbidden", hung_run_is_forbidden},
		{"a judge that hangs is a hang", hung_judge_is_a_hang},
		{"answers survive the line", answers_survive_the_line},
		{"questions survive the line", questions_survive_the_line},
		{"what is not given leaves a claim open", what_is_not_given_leaves_a_claim_open},
		{"seen holds only when seen", seen_holds_only_when_seen},
		{"one exception refutes", one_exception_refutes},
		{"a blind detector decides nothing", blind_detector_decides_nothing},
		{"a cost within the noise is not decided", cost_within_noise_is_not_decided},
		{"a tally counts by name", tally_counts_by_name},
		{"measurements survive the line", measurements_survive_the_line},
		{"unknown questions are refused", unknown_questions_are_refused},
		{"a bench measures or says why not", bench_measures_or_says_why_not},
		{"curves are subjects at places", curves_are_subjects_at_places},
		{"a first look leaves out what takes long",
		 a_first_look_leaves_out_what_takes_long},
		{"limits are decided beyond the noise", limits_are_decided_beyond_the_noise},
		CU_TEST_INFO_NULL,
	};

	return suite_run("lab", tests, argc, argv);
}
