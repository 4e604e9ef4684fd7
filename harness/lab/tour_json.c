/* tour_json.c: the tour's findings as build/results/labNN.json, for the report (see tour.h). */
#include "lab/tour.h"

#include "base/die.h"
#include "base/file.h"
#include "lab/situation.h"
#include "lab/version.h"

#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* jansson reports only that something failed, and that is memory. */
static json_t *made(json_t *value)
{
	if (!value)
		BUG("cannot build JSON");
	return value;
}

static void append(json_t *array, json_t *value)
{
	if (json_array_append_new(array, made(value)) != 0)
		BUG("cannot build JSON");
}

static json_t *json_estimate(struct estimate estimate)
{
	return made(json_pack("{s:f, s:f, s:f}", "value", estimate.value, "low", estimate.low,
			      "high", estimate.high));
}

static json_t *json_tally(const struct tally *tally)
{
	json_t *counts = made(json_object());

	for (int i = 0; lab.outcomes[i].name; i++)
		if (json_object_set_new(counts, lab.outcomes[i].name,
					json_integer(tally->count[i])) != 0)
			BUG("cannot build JSON");
	return json_pack("{s:s, s:s, s:i, s:i, s:o}", "variant", tally->variant, "model",
			 exec_model_name(tally->model), "runs", tally->runs, "forbidden",
			 tally_forbidden(tally), "outcomes", counts);
}

static json_t *json_detection(const struct tour_detection *detection)
{
	return json_pack("{s:s, s:s, s:s, s:i, s:i, s:i}", "variant", detection->variant, "model",
			 exec_model_name(detection->model), "verdict",
			 tour_detector_word(detection->verdict), "runs", detection->runs, "shown",
			 detection->shown, "kinds", detection->kinds);
}

static json_t *json_cost(const struct tour_cost *cost)
{
	return json_pack("{s:s, s:s, s:o, s:o, s:o, s:b}", "variant", cost->variant, "model",
			 exec_model_name(cost->model), "ns", json_estimate(cost->time), "ratio",
			 json_estimate(cost->ratio), "twin", json_estimate(cost->twin), "noisy",
			 cost->noisy);
}

/* NAN has no place in JSON: what is missing is absent. */
static void set_estimate(json_t *object, const char *key, struct estimate estimate)
{
	if (isfinite(estimate.value) && isfinite(estimate.low) && isfinite(estimate.high) &&
	    json_object_set_new(object, key, json_estimate(estimate)) != 0)
		BUG("cannot build JSON");
}

/* A curve at one value, with its extras. */
static json_t *json_cell(const struct experiment *experiment, int curve, int point)
{
	const char *missing = experiment_cell(experiment, curve, point)->missing;
	json_t *cell =
		made(json_pack("{s:s, s:I}", "series", experiment->curve[curve].name, "parameter",
			       (json_int_t)experiment_value(experiment, point)));

	set_estimate(cell, "value", experiment_median(experiment, 0, curve, point));
	set_estimate(cell, "ratio", experiment_ratio(experiment, 0, curve, point, 0, point));
	for (int m = 1; m < experiment->measures; m++)
		set_estimate(cell, experiment->what->extras[m - 1],
			     experiment_median(experiment, m, curve, point));
	if (missing[0] && json_object_set_new(cell, "missing", json_string(missing)) != 0)
		BUG("cannot build JSON");
	return cell;
}

static json_t *json_experiment(const struct experiment *experiment)
{
	json_t *cells = made(json_array());

	for (int curve = 0; curve < experiment->curves; curve++)
		for (int point = 0; point < experiment->points; point++)
			if (experiment_cell(experiment, curve, point)->is_wanted)
				append(cells, json_cell(experiment, curve, point));
	return json_pack("{s:s, s:s, s:s, s:b, s:o}", "name", experiment->what->name, "title",
			 experiment->what->title, "unit", experiment->what->unit, "noisy",
			 experiment->is_noisy, "figures", cells);
}

static json_t *json_claim(const struct tour_claim *claim)
{
	return json_pack("{s:s, s:s, s:s}", "claim", claim->text, "verdict",
			 tour_verdict_word(claim->verdict), "figure", claim->figure);
}

/* Flags beside the words, so that no reader has to compare texts. */
static json_t *json_advice(const struct lab_advice *advice, const struct tour_claim *judged)
{
	return json_pack(
		"{s:s, s:s, s:s, s:s, s:s, s:b, s:b}", "situation",
		situations[advice->situation].name, "take", advice->take, "why", advice->why,
		"figure", judged->figure, "verdict", tour_verdict_word(judged->verdict), "decided",
		judged->verdict != TOUR_NOT_DECIDED, "holds", judged->verdict == TOUR_HOLDS);
}

static json_t *json_exploration(const struct tour_exploration *exploration)
{
	json_t *outcomes = made(json_array());

	for (int i = 0; i < exploration->outcomes; i++)
		append(outcomes,
		       json_pack("{s:s, s:I, s:b}", "outcome",
				 lab.outcomes[exploration->outcome[i].value].name, "schedules",
				 (json_int_t)exploration->outcome[i].schedules, "forbidden",
				 exploration->outcome[i].forbidden));
	return json_pack(
		"{s:s, s:s, s:i, s:I, s:s, s:b, s:I, s:s, s:s, s:b, s:o}", "variant",
		exploration->what->variant, "headline", exploration->what->headline, "workers",
		exploration->what->workers, "operations", (json_int_t)exploration->what->ops,
		"verdict", explore_verdict_word(exploration->verdict), "failed",
		exploration->verdict == EXPLORE_FAILED, "schedules",
		(json_int_t)exploration->schedules, "steps", exploration->file, "replay",
		exploration->replay, "complete", exploration->is_complete, "outcomes", outcomes);
}

static json_t *json_way(const struct crew_report *report, enum crew_way way)
{
	return json_pack("{s:s, s:f, s:f, s:i, s:s}", "way", crew_way_name(way), "elapsed_ms",
			 (double)report->elapsed_ns / 1e6, "cpu_ms", report->cpu_ns / 1e6,
			 "finished", report->finished, "missing", report->missing);
}

static json_t *json_timeline(const struct tour_timeline *timeline)
{
	json_t *ways = made(json_array());

	for (enum crew_way way = 0; way < CREW_WAYS; way++)
		if (timeline->is_wanted[way])
			append(ways, json_way(&timeline->report[way], way));
	return json_pack("{s:s, s:s, s:s, s:i, s:f, s:o}", "name", timeline->what->name, "title",
			 timeline->what->title, "note", timeline->what->note, "tasks",
			 timeline->what->tasks, "unit_ms", (double)timeline->what->unit_ns / 1e6,
			 "ways", ways);
}

static json_t *json_tour(const struct tour *tour)
{
	json_t *outcomes = made(json_array()), *detections = made(json_array());
	json_t *costs = made(json_array()), *claims = made(json_array());
	json_t *experiments = made(json_array()), *timelines = made(json_array());
	json_t *explorations = made(json_array()), *advice = made(json_array());
	char line[512];

	for (int i = 0; i < tour->tallies; i++)
		append(outcomes, json_tally(&tour->tally[i]));
	for (int i = 0; i < tour->detections; i++)
		append(detections, json_detection(&tour->detection[i]));
	for (int i = 0; i < tour->costs; i++)
		append(costs, json_cost(&tour->cost[i]));
	for (int i = 0; i < tour->claims; i++)
		append(claims, json_claim(&tour->claim[i]));
	for (int i = 0; i < tour->advices; i++)
		append(advice, json_advice(&lab.advice[i], &tour->advice[i]));
	for (int i = 0; i < tour->explorations; i++)
		append(explorations, json_exploration(&tour->exploration[i]));
	for (int i = 0; i < tour->experiments; i++)
		append(experiments, json_experiment(&tour->experiment[i]));
	for (int i = 0; i < tour->timelines; i++)
		append(timelines, json_timeline(&tour->timeline[i]));
	machine_line(&tour->machine, line, sizeof line);
	return made(json_pack(
		"{s:i, s:s, s:s, s:s, s:s, s:i, s:I, s:I, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}",
		"version", LAB_RESULTS_VERSION, "lab", tour->id, "title", lab.title, "machine",
		line, "mode", tour->options.quick ? "quick" : "full", "workers",
		tour->options.workers, "operations", (json_int_t)tour->options.ops, "seed",
		(json_int_t)tour->options.seed, "outcomes", outcomes, "detection", detections,
		"explorations", explorations, "cost", costs, "timelines", timelines, "experiments",
		experiments, "claims", claims, "advice", advice));
}

void tour_write_json(json_t *json, const char *path)
{
	char *text = json ? json_dumps(json, JSON_INDENT(2)) : NULL;

	if (!text)
		BUG("cannot write JSON");
	if (file_replace(path, text, strlen(text)) != 0)
		die_system("cannot write %s (make room or permission under build/results; older "
			   "results are intact)",
			   path);
	free(text);
	json_decref(json);
}

void tour_save_json(const struct tour *tour)
{
	char path[PATH_MAX];

	snprintf(path, sizeof path, "%s.json", tour->folder);
	tour_write_json(json_tour(tour), path);
}
