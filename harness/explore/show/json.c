/* json.c: a result for programs, with jansson (see show.h). */
#include "explore/show/show.h"

#include "base/die.h"
#include "base/file.h"
#include "explore/show/names.h"
#include "explore/show/places.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static json_t *place_json(uint64_t pc)
{
	const struct place *place = places_find(pc);

	return json_pack("{s:s, s:i, s:s, s:s}", "file", place->file, "line", place->line,
			 "function", place->function, "text", place->source);
}

static json_t *side_json(const struct race_side *side)
{
	return json_pack("{s:i, s:b, s:b, s:i, s:o}", "thread", side->thread, "writes",
			 side->writes, "atomic", side->atomic, "size", (int)side->size, "place",
			 place_json(side->pc));
}

static json_t *races_json(const struct explore_result *result)
{
	json_t *races = json_array();
	char name[PLACE_TEXT];

	for (uint32_t i = 0; i < result->races.count; i++) {
		const struct race *race = &result->races.at[i];

		names_find(&result->trace, race->second.address, name, sizeof name);
		json_array_append_new(races, json_pack("{s:s, s:o, s:o}", "name", name, "first",
						       side_json(&race->first), "second",
						       side_json(&race->second)));
	}
	return races;
}

static json_t *event_json(const struct explore_result *result, const struct event *event)
{
	const struct place *place = places_find(event->pc);
	char name[PLACE_TEXT] = "";
	json_t *json;

	if (place->subject[0] && event->has_values)
		snprintf(name, sizeof name, "%s", place->subject);
	else if (event->object)
		names_find(&result->trace, event->object, name, sizeof name);
	json = json_pack("{s:i, s:b, s:s, s:s, s:b, s:i, s:s}", "thread",
			 event->actor % ENGINE_THREADS, "companion", event->actor >= ENGINE_THREADS,
			 "kind", op_name(event->kind), "name", name, "preempts", event->preempts,
			 "line", place->line, "text", place->source);
	if (event->has_values) {
		json_object_set_new(json, "before", json_integer((json_int_t)event->before));
		json_object_set_new(json, "after", json_integer((json_int_t)event->after));
	}
	return json;
}

static json_t *trace_json(const struct explore_result *result)
{
	json_t *trace = json_array();

	for (uint32_t i = 0; i < result->trace.count && i < 5000; i++)
		json_array_append_new(trace, event_json(result, &result->trace.at[i]));
	return trace;
}

static json_t *phases_json(const struct explore_result *result)
{
	json_t *phases = json_array();

	for (int i = 0; i < result->phase_count; i++) {
		const struct explore_phase *phase = &result->phase[i];

		json_array_append_new(phases, json_pack("{s:s, s:I, s:b}", "name", phase->name,
							"schedules", (json_int_t)phase->schedules,
							"complete", phase->complete));
	}
	return phases;
}

static json_t *outcomes_json(const struct explore_result *result)
{
	json_t *outcomes = json_array();

	for (int i = 0; i < result->outcome_count; i++)
		json_array_append_new(
			outcomes, json_pack("{s:i, s:b, s:I}", "value", result->outcome[i].value,
					    "forbidden", result->outcome[i].forbidden, "schedules",
					    (json_int_t)result->outcome[i].schedules));
	return outcomes;
}

static json_t *coverage_json(const struct explore_coverage *coverage)
{
	return json_pack("{s:b, s:i, s:I, s:I, s:b, s:b, s:b}", "complete", coverage->complete,
			 "bound", coverage->bound, "cut", (json_int_t)coverage->cut, "loops_cut",
			 (json_int_t)coverage->loops_cut, "spurious", coverage->spurious,
			 "spurious_limited", coverage->spurious_limited, "relaxed",
			 coverage->relaxed);
}

static json_t *result_json(const struct explore_result *result)
{
	char text[2 * FAILURE_TEXT];

	show_with_names(result, result->failure.text, text, sizeof text);
	return json_pack("{s:s, s:s, s:s, s:o, s:I, s:s, s:i, s:b, s:o, s:o, s:o, s:o, s:o, s:s%}",
			 "verdict", explore_verdict_word(result->verdict), "kind",
			 failure_word(result->failure.kind), "text", text, "place",
			 place_json(result->failure.pc), "schedules", (json_int_t)result->schedules,
			 "schedule", result->string, "preemptions", (int)result->preemptions,
			 "minimal", result->minimal, "coverage", coverage_json(&result->coverage),
			 "phases", phases_json(result), "outcomes", outcomes_json(result), "races",
			 races_json(result), "trace", trace_json(result), "output", result->output,
			 (size_t)result->output_length);
}

int show_json(const struct explore_result *result, const char *program, const char *path)
{
	json_t *json;
	char *text;
	int failed;

	places_open(program);
	json = result_json(result);
	places_close();
	text = json ? json_dumps(json, JSON_INDENT(1)) : NULL;
	if (!text)
		BUG("the result has no JSON form");
	json_decref(json);
	failed = file_replace(path, text, strlen(text));
	free(text);
	return failed;
}
