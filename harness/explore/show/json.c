/* json.c: a result for programs, with jansson (see show.h). */
#include "explore/show/show.h"

#include "base/die.h"
#include "base/file.h"
#include "explore/show/names.h"
#include "explore/show/places.h"
#include "explore/show/steps.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STEPS 5000 /* of a longer trace only so many */

/* Sources and output may hold bytes that are no UTF-8, which JSON has no form for. */
static json_t *bytes_json(const char *bytes, size_t length)
{
	json_t *json = json_stringn(bytes, length);
	char *copy;

	if (json)
		return json;
	copy = malloc(length + 1);
	if (!copy)
		die_system("no memory for JSON");
	for (size_t i = 0; i < length; i++)
		copy[i] = (char)((unsigned char)bytes[i] < 0x80 ? bytes[i] : '?');
	json = json_stringn(copy, length);
	free(copy);
	return json;
}

static json_t *text_json(const char *text)
{
	return bytes_json(text, strlen(text));
}

static json_t *place_json(uint64_t pc)
{
	const struct place *place = places_find(pc);

	return json_pack("{s:o, s:i, s:o, s:o}", "file", text_json(place->file), "line",
			 place->line, "function", text_json(place->function), "text",
			 text_json(place->source));
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

		names_address(&result->trace, result->trace.count, race->second.address, name,
			      sizeof name);
		json_array_append_new(races, json_pack("{s:o, s:o, s:o}", "name", text_json(name),
						       "first", side_json(&race->first), "second",
						       side_json(&race->second)));
	}
	return races;
}

static json_t *value_json(const struct trace *trace, uint32_t at, uint64_t value)
{
	char text[PLACE_TEXT];

	names_value(trace, at, value, text, sizeof text);
	return text_json(text);
}

/* How the diagram tells this step, and whether it does: "told", "folded" or "silent". */
static void add_telling(json_t *json, const struct trace *trace, uint32_t first, uint32_t at)
{
	static const char *const worth[] = {
		[STEP_TOLD] = "told", [STEP_FOLDED] = "folded", [STEP_SILENT] = "silent"};
	char text[2 * PLACE_TEXT];

	json_object_set_new(json, "worth", json_string(worth[steps_worth(trace, first, at)]));
	steps_describe(trace, at, text, sizeof text);
	json_object_set_new(json, "telling", text_json(text));
}

static json_t *event_json(const struct trace *trace, uint32_t first, uint32_t at)
{
	const struct event *event = &trace->at[at];
	const struct place *place = places_find(event->pc);
	char name[PLACE_TEXT];
	json_t *json;

	names_object(trace, at, name, sizeof name);
	json = json_pack("{s:i, s:b, s:s, s:o, s:b, s:b, s:o, s:i, s:o}", "thread",
			 event->actor % ENGINE_THREADS, "companion", event->actor >= ENGINE_THREADS,
			 "kind", op_name(event->kind), "name", text_json(name), "writes",
			 event->writes, "preempts", event->preempts, "file", text_json(place->file),
			 "line", place->line, "text", text_json(place->source));
	add_telling(json, trace, first, at);
	if (event->has_values) {
		json_object_set_new(json, "before", json_integer((json_int_t)event->before));
		json_object_set_new(json, "after", json_integer((json_int_t)event->after));
		json_object_set_new(json, "before_name", value_json(trace, at, event->before));
		json_object_set_new(json, "after_name", value_json(trace, at, event->after));
	}
	if (event->has_result)
		json_object_set_new(json, "result", json_integer((json_int_t)event->result));
	if (event->text[0])
		json_object_set_new(json, "prints", text_json(event->text));
	return json;
}

static json_t *trace_json(const struct explore_result *result)
{
	json_t *trace = json_array();
	uint32_t first = steps_find_others(&result->trace);

	for (uint32_t i = 0; i < result->trace.count && i < STEPS; i++)
		json_array_append_new(trace, event_json(&result->trace, first, i));
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
	return json_pack("{s:b, s:i, s:I, s:I, s:b, s:b, s:b, s:b}", "complete", coverage->complete,
			 "bound", coverage->bound, "cut", (json_int_t)coverage->cut, "loops_cut",
			 (json_int_t)coverage->loops_cut, "spurious", coverage->spurious,
			 "spurious_limited", coverage->spurious_limited, "relaxed",
			 coverage->relaxed, "cooperative", coverage->cooperative);
}

/* How it failed, and in which schedule. */
static void add_failure(json_t *json, const struct explore_result *result)
{
	char text[4 * FAILURE_TEXT];

	names_insert(&result->trace, result->failure.text, text, sizeof text);
	json_object_set_new(json, "kind", json_string(failure_word(result->failure.kind)));
	json_object_set_new(json, "text", text_json(text));
	json_object_set_new(json, "place", place_json(result->failure.pc));
	json_object_set_new(json, "schedule", json_string(result->string));
	json_object_set_new(json, "preemptions", json_integer(result->preemptions));
	json_object_set_new(json, "minimal", json_boolean(result->minimal));
	json_object_set_new(json, "races", races_json(result));
	json_object_set_new(json, "trace", trace_json(result));
	json_object_set_new(json, "output", bytes_json(result->output, result->output_length));
}

static json_t *result_json(const struct explore_result *result, const char *program)
{
	json_t *json = json_pack("{s:s, s:o, s:I, s:I, s:I, s:f, s:o, s:o, s:o}", "verdict",
				 explore_verdict_word(result->verdict), "program",
				 text_json(program), "schedules", (json_int_t)result->schedules,
				 "points", (json_int_t)result->points, "first_failure",
				 (json_int_t)result->first_failure, "seconds", result->seconds,
				 "coverage", coverage_json(&result->coverage), "phases",
				 phases_json(result), "outcomes", outcomes_json(result));

	if (json)
		add_failure(json, result);
	return json;
}

int show_json(const struct explore_result *result, const char *program, const char *path)
{
	json_t *json;
	char *text;
	int failed;

	places_open(program);
	json = result_json(result, program);
	places_close();
	text = json ? json_dumps(json, JSON_INDENT(1)) : NULL;
	if (!text)
		BUG("the result has no JSON form");
	json_decref(json);
	failed = strcmp(path, "-") == 0 ? -(puts(text) < 0 || fflush(stdout) != 0)
					: file_replace(path, text, strlen(text));
	free(text);
	return failed;
}
