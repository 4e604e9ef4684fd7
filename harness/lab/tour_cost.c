/* tour_cost.c: what each variant costs, under each model (see tour.h and measure/compare.h). */
#include "lab/tour.h"

#include "base/die.h"
#include "base/term.h"

#include <stdio.h>
#include <string.h>

#define MOST_VARIANTS 16
#define BATCH_NS 5e5
#define QUICK_BATCH_NS 2e5

/* What the callbacks of one comparison need. */
struct bench {
	struct tour *tour;
	enum exec_model model;
	int workers;
	const char *variant[MOST_VARIANTS];
	int variants;
	long iterations; /* of each worker in a batch */
	long voluntary[MOST_VARIANTS], involuntary[MOST_VARIANTS];
	char failure[RUN_TEXT];
};

/* The variants' names, cut out of the lab's list once for the whole program. */
static int split_variants(const char **variant)
{
	static char text[512];
	int n = 0;

	snprintf(text, sizeof text, "%s", lab.cost->variants);
	for (char *name = strtok(text, " "); name; name = strtok(NULL, " ")) {
		BUG_UNLESS(n < MOST_VARIANTS);
		variant[n++] = name;
	}
	return n;
}

static int start_launch(void *context, int launch)
{
	struct bench *bench = context;

	(void)launch;
	fleet_recall(bench->tour->fleet);
	return 0;
}

static struct run make_batch(struct bench *bench, enum exec_model model, int which, long iterations)
{
	struct run_request request = tour_request(bench->tour, model);
	struct run run;

	request.workers = bench->workers;
	request.ops = iterations;
	fleet_ask(bench->tour->fleet, bench->variant[which], LAB_NATIVE, &request, &run);
	return run;
}

/* One batch is one run; an iteration is one operation of any worker, so the time is shared out. */
static double time_batch(void *context, int which, long iterations)
{
	struct bench *bench = context;
	struct run run = make_batch(bench, bench->model, which, iterations);

	if (run.elapsed_ns <= 0) {
		memcpy(bench->failure, run.text, sizeof bench->failure);
		return -1;
	}
	bench->voluntary[which] += run.voluntary;
	bench->involuntary[which] += run.involuntary;
	return run.elapsed_ns / bench->workers;
}

/*
 * The iterations that make a serial batch of the reference last long enough. Serial, since under
 * the other models starting together costs time that is not the operations', and would be taken
 * for them when these are few.
 */
static long calibrate(struct bench *bench)
{
	double wanted = bench->tour->options.quick ? QUICK_BATCH_NS : BATCH_NS;
	long iterations = 1;

	while (iterations < lab.most_ops) {
		struct run run = make_batch(bench, EXEC_SERIAL, 0, iterations);

		if (run.elapsed_ns >= wanted || run.elapsed_ns <= 0)
			break;
		iterations *= 2;
	}
	return iterations < lab.most_ops ? iterations : lab.most_ops;
}

static void show_progress(void *context, int done, int total)
{
	struct bench *bench = context;

	term_progress("timing under %s: round %d of %d", exec_model_name(bench->model), done,
		      total);
}

static struct compare_plan plan_for(struct bench *bench)
{
	bool quick = bench->tour->options.quick;

	return (struct compare_plan){
		.cases = bench->variants,
		.launches = quick ? 6 : 8,
		.batches = quick ? 2 : 6,
		.iterations = bench->iterations,
		.seed = bench->tour->options.seed,
		.context = bench,
		.launch = start_launch,
		.batch = time_batch,
		.progress = show_progress,
	};
}

static const char *verdict_word(const struct tour_cost *cost)
{
	if (cost->is_reference)
		return "reference";
	return cost->verdict == COMPARE_MORE   ? "slower"
	       : cost->verdict == COMPARE_LESS ? "faster"
					       : "not decided";
}

static void print_cost(const struct tour_cost *cost, const char *model)
{
	char time[32], ratio[32];

	snprintf(time, sizeof time, "[%.1f, %.1f]", cost->time.low, cost->time.high);
	snprintf(ratio, sizeof ratio, "[%.2f, %.2f]", cost->ratio.low, cost->ratio.high);
	printf("  %-11s %-9s %8.1f ns  %-16s", model, tour_short_name(cost->variant),
	       cost->time.value, time);
	if (cost->is_reference)
		printf("%s%s%s\n", term_style(TERM_DIM), verdict_word(cost),
		       term_style(TERM_PLAIN));
	else
		printf("%5.2fx %-15s%s\n", cost->ratio.value, ratio, verdict_word(cost));
}

static struct tour_cost judge_case(const struct bench *bench, const struct compare_result *result,
				   int which)
{
	struct tour_cost cost = {
		.variant = bench->variant[which],
		.model = bench->model,
		.time = compare_time(result, which),
		.ratio = compare_ratio(result, which, 0),
		.twin = compare_twin(result),
		.is_reference = which == 0,
		.noisy = result->noisy,
	};

	cost.verdict = compare_decide(cost.ratio, cost.twin);
	return cost;
}

static void save_cost(const struct bench *bench, const struct compare_result *result, int which,
		      const struct tour_cost *cost, struct series *series)
{
	bool is_twin = which == bench->variants;

	series_row(series,
		   "%s\t%s\t%ld\t%.2f\t%.2f\t%.2f\t%.2f\t%.4f\t%.4f\t%.4f\t%.4f\t%.4f\t%s\t"
		   "%ld\t%ld\t%.4f\t%.4f\t%.4f",
		   is_twin ? "twin" : cost->variant, exec_model_name(bench->model),
		   result->iterations, cost->time.value, cost->time.low, cost->time.high,
		   compare_mad(result, which), cost->ratio.value, cost->ratio.low, cost->ratio.high,
		   cost->twin.low, cost->twin.high, verdict_word(cost),
		   is_twin ? 0 : bench->voluntary[which], is_twin ? 0 : bench->involuntary[which],
		   result->spread.spin_ns, result->spread.pingpong_ns, result->spread.wake_ns);
}

static void report_model(struct bench *bench, const struct compare_result *result,
			 struct series *series)
{
	struct tour *tour = bench->tour;
	struct estimate twin = compare_twin(result);

	for (int i = 0; i <= bench->variants; i++) { /* the twin comes last */
		struct tour_cost cost = judge_case(bench, result, i);

		save_cost(bench, result, i, &cost, series);
		if (i == bench->variants)
			break;
		print_cost(&cost, i == 0 ? exec_model_name(bench->model) : "");
		BUG_UNLESS(tour->costs < TOUR_MOST);
		tour->cost[tour->costs++] = cost;
	}
	printf("  %s%-11s the reference against itself: %.2fx [%.2f, %.2f]%s%s\n",
	       term_style(TERM_DIM), "", twin.value, twin.low, twin.high,
	       result->noisy ? "; the machine is noisy" : "", term_style(TERM_PLAIN));
}

static void time_model(struct bench *bench, struct series *series)
{
	struct compare_plan plan = plan_for(bench);
	struct compare_result result;
	bool failed = compare_run(&plan, &result) != 0;

	term_progress_end();
	if (failed)
		printf("  %-11s not measured: %s\n", exec_model_name(bench->model),
		       bench->failure[0] ? bench->failure : "the system gave no thread or memory");
	else
		report_model(bench, &result, series);
	fflush(stdout);
	compare_free(&result);
}

/* Never more workers than cores: a worker that waits for a core would be timed waiting. */
static struct bench bench_for(struct tour *tour, enum exec_model model)
{
	int cores = tour->machine.cores_allowed;
	int workers = tour->options.workers;
	struct bench bench = {.tour = tour, .model = model};

	bench.workers = cores >= 1 && cores < workers ? cores : workers;
	bench.variants = split_variants(bench.variant);
	return bench;
}

static void headline(const struct bench *bench)
{
	tour_headline("What the cures cost: time per %s, %d workers, %ld each", lab.cost->operation,
		      bench->workers, bench->iterations);
	puts("  (median [95 % interval], and the ratio to the reference)");
}

void tour_show_costs(struct tour *tour)
{
	const char *names = lab.cost ? lab.cost->models : "";
	struct series *series;
	struct bench first;
	enum exec_model model;

	if (!lab.cost)
		return;
	series = tour_open_series(tour, "cost", "time per operation",
				  "variant\tmodel\titerations\tmedian_ns\tlow_ns\thigh_ns\tmad_ns\t"
				  "ratio\tratio_low\tratio_high\ttwin_low\ttwin_high\tverdict\t"
				  "voluntary\tinvoluntary\tspin_spread\tpingpong_spread\t"
				  "wake_spread");
	first = bench_for(tour, EXEC_SERIAL);
	first.iterations = calibrate(&first);
	series_fact(series, "timed workers", "%d", first.workers);
	headline(&first);
	while (tour_next_model(tour, &names, &model)) {
		struct bench bench = bench_for(tour, model);

		bench.iterations = first.iterations;
		time_model(&bench, series);
	}
	fleet_recall(tour->fleet);
	tour_close_series(series, "cost");
}
