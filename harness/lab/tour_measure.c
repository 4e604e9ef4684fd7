/*
 * tour_measure.c: run the experiments of a lab that measures (see tour.h and experiment.h).
 *
 * In each launch every curve gets a process of its own, started anew; within a launch they are
 * asked in turns, in an order that is balanced, so that drift and neighbours hit all alike.
 */
#include "lab/bench.h"
#include "lab/tour.h"

#include "base/child.h"
#include "base/die.h"
#include "base/file.h"
#include "base/term.h"
#include "measure/canary.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#define LAUNCHES 8
#define QUICK_LAUNCHES 5 /* with fewer, intervals are too narrow (measure/stats.h) */
#define BATCHES 3
#define QUICK_BATCHES 2
#define BATCH_NS 4e6
#define QUICK_BATCH_NS 1e6
#define CELL_NS 2e9 /* what one curve may take at one value, in all launches */
#define QUICK_CELL_NS 3e8
#define FEWEST_LAUNCHES 3
#define DEADLINE_MS 10000
#define PATIENCE_MS 500

/* An experiment while it is made. */
struct session {
	struct experiment *experiment;
	int index; /* of the experiment */
	double batch_ns, cell_ns;
	int done, total; /* questions */
	char program[PATH_MAX];
	struct child child[EXPERIMENT_CURVES];
	bool is_running[EXPERIMENT_CURVES];
};

/* ---- processes --------------------------------------------------------------------------- */

static void start(struct session *session, int curve)
{
	char *argv[] = {session->program, "--serve", NULL};

	if (child_start(&session->child[curve], argv, NULL) != 0)
		die_system("cannot start %s (run 'make build')", session->program);
	session->is_running[curve] = true;
}

static void stop(struct session *session, int curve, int patience_ms)
{
	if (session->is_running[curve])
		child_stop(&session->child[curve], patience_ms);
	session->is_running[curve] = false;
}

static void stop_all(struct session *session)
{
	for (int curve = 0; curve < session->experiment->curves; curve++)
		stop(session, curve, PATIENCE_MS);
}

/* ---- one question ------------------------------------------------------------------------ */

/* A twin has the count of its original, so that the two differ in nothing. */
static struct cell *cell_with_count(const struct session *session, int curve, int point)
{
	bool is_twin = curve == session->experiment->curves - 1;

	return experiment_cell(session->experiment, is_twin ? 0 : curve, point);
}

static void give_up(struct session *session, int curve, int point, const char *answer)
{
	int error = errno;
	struct cell *cell = experiment_cell(session->experiment, curve, point);
	int deadline = session->experiment->what->deadline_ms;

	stop(session, curve, 0);
	if (answer)
		BUG("malformed answer from %s: %s", session->program, answer);
	if (error == ETIMEDOUT)
		snprintf(cell->missing, sizeof cell->missing, "no answer within %d s",
			 (deadline > 0 ? deadline : DEADLINE_MS) / 1000);
	else
		snprintf(cell->missing, sizeof cell->missing, "the program died");
}

static bool ask(struct session *session, int curve, int point, struct bench_answer *answer)
{
	const struct experiment *experiment = session->experiment;
	struct bench_request request = {
		.experiment = session->index,
		.subject = experiment->curve[curve].subject,
		.placement = experiment->curve[curve].placement,
		.parameter = experiment_value(experiment, point),
		.count = cell_with_count(session, curve, point)->count,
		.batch_ns = session->batch_ns,
	};
	int deadline = experiment->what->deadline_ms;
	char question[BENCH_LINE], line[BENCH_LINE];

	if (!session->is_running[curve])
		start(session, curve);
	bench_format_request(&request, question, sizeof question);
	if (child_ask(&session->child[curve], question, line, sizeof line,
		      deadline > 0 ? deadline : DEADLINE_MS) != 0) {
		give_up(session, curve, point, NULL);
		return false;
	}
	if (!bench_parse(line, answer))
		give_up(session, curve, point, line);
	return true;
}

/* What takes long is measured less often; never so seldom that nothing could be said. */
static void fit_into_time(const struct session *session, struct cell *cell, double elapsed_ns)
{
	double batches = session->cell_ns / elapsed_ns;

	if (batches >= cell->launches * cell->batches)
		return;
	cell->batches = 1;
	if (batches < cell->launches)
		cell->launches = batches < FEWEST_LAUNCHES ? FEWEST_LAUNCHES : (int)batches;
}

static void take_sample(struct session *session, int curve, int point, int launch, int batch)
{
	struct experiment *experiment = session->experiment;
	struct cell *cell = experiment_cell(experiment, curve, point);
	struct bench_answer answer;

	if (!ask(session, curve, point, &answer))
		return;
	if (answer.sample.missing[0]) {
		memcpy(cell->missing, answer.sample.missing, sizeof cell->missing);
		return;
	}
	cell->count = answer.count;
	cell_with_count(session, curve, point)->count = answer.count;
	*experiment_sample(experiment, 0, curve, point, launch, batch) = answer.sample.value;
	for (int i = 1; i < experiment->measures; i++)
		*experiment_sample(experiment, i, curve, point, launch, batch) =
			answer.sample.extra[i - 1];
	if (launch == 0 && batch == 0)
		fit_into_time(session, cell, answer.elapsed_ns);
}

/* ---- all questions ----------------------------------------------------------------------- */

static bool is_due(const struct cell *cell, int launch, int batch)
{
	return cell->is_wanted && !cell->missing[0] && launch < cell->launches &&
	       batch < cell->batches;
}

/* Every curve once at one value. */
static void measure_row(struct session *session, int point, int launch, int batch)
{
	const struct experiment *experiment = session->experiment;
	int order[EXPERIMENT_CURVES];

	compare_order(experiment->curves, launch * experiment->batches + batch, order);
	for (int i = 0; i < experiment->curves; i++) {
		int curve = order[i];

		term_progress("measuring '%s': %d %%, %s", experiment->what->name,
			      100 * session->done++ / session->total,
			      experiment->curve[curve].name);
		if (is_due(experiment_cell(experiment, curve, point), launch, batch))
			take_sample(session, curve, point, launch, batch);
	}
}

static void measure_launch(struct session *session, struct canary_log *canaries, int launch)
{
	const struct experiment *experiment = session->experiment;

	for (int batch = 0; batch < experiment->batches; batch++) {
		if (canary_log_add(canaries) != 0)
			die_system("cannot look how busy the machine is");
		for (int point = 0; point < experiment->points; point++)
			measure_row(session, point, launch, batch);
	}
	stop_all(session);
}

static void find_program(struct session *session)
{
	char folder[PATH_MAX - 64];

	if (file_own_folder(folder, sizeof folder) != 0)
		die_system("cannot find my own folder");
	snprintf(session->program, sizeof session->program, "%s/bench", folder);
}

static void measure(const struct tour *tour, struct experiment *experiment, int index)
{
	static struct session session; /* large */
	struct canary_log *canaries = canary_log_create();

	if (!canaries)
		die_system("no memory for samples");
	session = (struct session){
		.experiment = experiment,
		.index = index,
		.batch_ns = tour->options.quick ? QUICK_BATCH_NS : BATCH_NS,
		.cell_ns = tour->options.quick ? QUICK_CELL_NS : CELL_NS,
		.total = experiment->launches * experiment->batches * experiment->points *
			 experiment->curves,
	};
	find_program(&session);
	for (int launch = 0; launch < experiment->launches; launch++)
		measure_launch(&session, canaries, launch);
	experiment->is_noisy = canary_is_noisy(canary_log_spread(canaries));
	canary_log_destroy(canaries);
	term_progress_end();
}

void tour_run_experiments(struct tour *tour)
{
	bool quick = tour->options.quick;
	struct experiment_plan plan = {
		.launches = quick ? QUICK_LAUNCHES : LAUNCHES,
		.batches = quick ? QUICK_BATCHES : BATCHES,
		.seed = tour->options.seed,
		.is_quick = quick,
	};

	for (int i = 0; lab_experiments[i].name; i++) {
		struct experiment *experiment = &tour->experiment[tour->experiments++];

		BUG_UNLESS(tour->experiments <= TOUR_EXPERIMENTS);
		experiment_open(experiment, &lab_experiments[i], &plan);
		measure(tour, experiment, i);
		tour_show_experiment(experiment);
		tour_save_experiment(tour, experiment);
	}
}
