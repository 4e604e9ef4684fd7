/* tour_detection.c: what ThreadSanitizer says, and where it is blind (see tour.h). */
#include "lab/tour.h"

#include "base/die.h"
#include "base/term.h"

#include <stdio.h>
#include <string.h>

#define RUNS 5
#define QUICK_RUNS 2
#define PRINTED_REPORTS 3
#define OPS 200 /* the detector needs no luck, only both accesses */

static struct run_request detection_request(const struct tour *tour, enum exec_model model)
{
	struct run_request request = tour_request(tour, model);

	if (request.ops > OPS)
		request.ops = OPS;
	return request;
}

static void watch(struct tour *tour, struct tour_detection *detection)
{
	struct run_request request = detection_request(tour, detection->model);
	int runs = tour->options.quick ? QUICK_RUNS : RUNS;

	for (; detection->runs < runs; detection->runs++) {
		struct run run;

		term_progress("asking ThreadSanitizer: %s, %s, run %d of %d", detection->variant,
			      exec_model_name(detection->model), detection->runs + 1, runs);
		fleet_ask(tour->fleet, detection->variant, LAB_TSAN, &request, &run);
		detection->shown += run.forbidden;
	}
	term_progress_end();
}

/* Did this variant go wrong under this model in the runs without the detector? */
static bool was_wrong_before(const struct tour *tour, const struct tour_detection *detection)
{
	for (const struct tally *t = tour->tally; t < tour->tally + tour->tallies; t++)
		if (t->model == detection->model && strcmp(t->variant, detection->variant) == 0)
			return tally_forbidden(t) > 0;
	return false;
}

static void print_verdict(const struct tour_detection *detection, bool wrong_before)
{
	static const struct {
		const char *word;
		enum term_style style;
	} verdicts[] = {
		[DETECTOR_CLEAN] = {"silent", TERM_GOOD},
		[DETECTOR_REPORT] = {"REPORTED", TERM_BAD},
		[DETECTOR_BLIND] = {"no verdict", TERM_NOTE},
	};
	bool silent = detection->verdict == DETECTOR_CLEAN;
	/* Silence about code that goes wrong is no good news. */
	bool blind = silent && (detection->shown > 0 || wrong_before);

	printf("  %-9s %-11s %s%-10s%s  the bug showed in %d of %d runs%s\n",
	       tour_short_name(detection->variant), exec_model_name(detection->model),
	       term_style(blind ? TERM_NOTE : verdicts[detection->verdict].style),
	       blind ? "BLIND" : verdicts[detection->verdict].word, term_style(TERM_PLAIN),
	       detection->shown, detection->runs,
	       silent && wrong_before && detection->shown == 0 ? " here, and in others above" : "");
}

/* The first few teach; the rest are the same race seen from other lines. */
static void print_reports(const struct report_list *list)
{
	for (size_t i = 0; i < list->count && i < PRINTED_REPORTS; i++)
		report_print(&list->reports[i], 4);
	if (list->count > PRINTED_REPORTS)
		printf("    ... and %zu more\n", list->count - PRINTED_REPORTS);
}

static void save(const struct tour_detection *detection, const struct report_list *list,
		 struct series *series)
{
	series_row(series, "%s\t%s\t%s\t%d\t%d\t%zu\t%s", detection->variant,
		   exec_model_name(detection->model), tour_detector_word(detection->verdict),
		   detection->runs, detection->shown, list->count,
		   list->count ? list->reports[0].type : "-");
}

static void show_detection(struct tour *tour, const struct lab_scene *scene, enum exec_model model,
			   struct series *series)
{
	struct tour_detection *detection;
	struct report_list list;

	BUG_UNLESS(tour->detections < TOUR_MOST);
	detection = &tour->detection[tour->detections++];
	fleet_recall(tour->fleet); /* a fresh process: reports of this model only */
	*detection = (struct tour_detection){.variant = scene->variant, .model = model};
	watch(tour, detection);
	detection->verdict = fleet_judge(tour->fleet, scene->variant, &list);
	detection->kinds = (int)list.count;
	print_verdict(detection, was_wrong_before(tour, detection));
	print_reports(&list);
	term_paragraph(6, detection->verdict == DETECTOR_BLIND
				  ? "the detector missed a race that we made on purpose: it is "
				    "switched off or broken here"
				  : scene->headline);
	fflush(stdout);
	save(detection, &list, series);
	report_free(&list);
}

void tour_show_detection(struct tour *tour)
{
	struct series *series;

	if (!lab.detection)
		return;
	series = tour_open_series(tour, "detection", "what ThreadSanitizer reports",
				  "variant\tmodel\tverdict\truns\tshown\tkinds\ttype");
	tour_headline("What ThreadSanitizer sees");
	for (const struct lab_scene *scene = lab.detection; scene->variant; scene++) {
		const char *names = scene->models;
		enum exec_model model;

		while (tour_next_model(tour, &names, &model))
			show_detection(tour, scene, model, series);
	}
	fleet_recall(tour->fleet);
	tour_close_series(series, "detection");
}
