/* tour_outcomes.c: what runs of each scene end with, under each model (see tour.h). */
#include "lab/tour.h"

#include "base/die.h"
#include "base/term.h"
#include "measure/clock.h"

#include <stdio.h>

#define RUNS 60
#define QUICK_RUNS 20
#define ENOUGH_HUNG 3 /* runs, each of which takes until the deadline */

static struct tally *watch(struct tour *tour, const char *variant, enum exec_model model)
{
	struct run_request request = tour_request(tour, model);
	int runs = tour->options.quick ? QUICK_RUNS : RUNS;
	int64_t start = clock_ns();
	struct tally *tally;

	if (lab.deadline_ms > 0)
		request.deadline_ms = lab.deadline_ms;
	BUG_UNLESS(tour->tallies < TOUR_MOST);
	tally = &tour->tally[tour->tallies++];
	*tally = (struct tally){.variant = variant, .model = model};
	for (int i = 0, hung = 0; tour_wants_run(tour, i, runs, start) && hung < ENOUGH_HUNG; i++) {
		struct run run;

		term_progress("watching %s: %s, run %d of %d", variant, exec_model_name(model),
			      i + 1, runs);
		fleet_ask(tour->fleet, variant, LAB_NATIVE, &request, &run);
		tally_add(tally, &run);
		hung += run.hung;
	}
	return tally;
}

static void show_scene(struct tour *tour, const struct lab_scene *scene, struct series *series)
{
	const char *names = scene->models;
	enum exec_model model;

	printf("\n  %s (%s.c)\n", scene->headline, scene->variant);
	tally_print_head();
	while (tour_next_model(tour, &names, &model)) {
		struct tally *tally = watch(tour, scene->variant, model);

		term_progress_end();
		tally_print(tally);
		fflush(stdout);
		tally_save(tally, series);
	}
}

void tour_show_outcomes(struct tour *tour)
{
	struct series *series;

	if (!lab.scenes)
		return;
	series = tour_open_series(tour, "outcomes", "what runs end with", TALLY_COLUMNS);
	tour_headline("What happens: %d workers, %ld operations each", tour->options.workers,
		      tour->options.ops);
	for (const struct lab_scene *scene = lab.scenes; scene->variant; scene++)
		show_scene(tour, scene, series);
	tour_close_series(series, "outcomes");
}
