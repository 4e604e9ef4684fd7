/* explore.c: every interleaving of a fix, as far as the budget goes. */
#include "grade/fix.h"

#include "base/die.h"
#include "lab/lab.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RESULT "explored.json"
#define BUDGET "--budget=0.7"
#define WALL_SECONDS 8
#define MOST_STORY 30000

/* Runs the explorer in the box; what it prints is in result->output. */
static void explore(const struct fix *fix, const struct grade_size *size, enum grade_kind kind,
		    const char *schedule, struct sandbox_result *result)
{
	char explorer[PATH_MAX + 32], program[2 * PATH_MAX], out[2 * PATH_MAX], replay[4200],
		workers[16], ops[32];
	const char *argv[12] = {explorer, BUDGET, out};
	struct sandbox_job job = {.argv = argv, .limits.wall_seconds = WALL_SECONDS};
	int count = 3;

	snprintf(explorer, sizeof explorer, "%s/build/bin/explore", fix->top);
	snprintf(program, sizeof program, "%s/%s", fix->box,
		 kind == GRADE_ORDER ? "history" : "explore");
	snprintf(out, sizeof out, "--out=%s/" RESULT, fix->box);
	snprintf(replay, sizeof replay, "--schedule=%s", schedule ? schedule : "");
	snprintf(workers, sizeof workers, "%d", size->workers);
	snprintf(ops, sizeof ops, "%ld", size->ops);
	if (kind == GRADE_PROCESSES)
		argv[count++] = "--processes";
	if (schedule)
		argv[count++] = replay;
	argv[count++] = program;
	argv[count++] = "--";
	argv[count++] = workers;
	argv[count++] = ops;
	build_run(fix, &job, result);
}

static const char *plural(long count)
{
	return count == 1 ? "" : "s";
}

static const char *text_of(json_t *json, const char *key)
{
	const char *text = json_string_value(json_object_get(json, key));

	return text ? text : "";
}

/* Of what the explorer prints, without its own replay command: the student has another one. */
static int story_length(const char *output)
{
	const char *replay = strstr(output, "\n  replay: ");

	return (int)(replay ? replay - output : (long)strlen(output));
}

static void tell_story(const char *output, struct grade_verdict *verdict)
{
	int length = story_length(output);

	verdict_say(verdict, "\n```\n%.*s\n```\n", length < MOST_STORY ? length : MOST_STORY,
		    output);
}

static void tell_failure(const struct fix *fix, json_t *json, const char *output,
			 const struct grade_size *size, enum grade_kind kind,
			 struct grade_verdict *verdict)
{
	static const char *const options[GRADE_KINDS] = {[GRADE_THREADS] = " ",
							 [GRADE_PROCESSES] = " --processes ",
							 [GRADE_ORDER] = " --order "};

	verdict_fail(verdict,
		     "%d %s with %ld operation%s each can end so: %s: %s. In this order:\n",
		     size->workers, kind == GRADE_PROCESSES ? "processes" : "threads", size->ops,
		     plural(size->ops), text_of(json, "kind"), text_of(json, "text"));
	tell_story(output, verdict);
	verdict_say(verdict, "\nSee it again: `build/bin/grade %s --replay=%s%s%s`\n", fix->id,
		    text_of(json, "schedule"), options[kind], fix->source);
}

/* A schedule that is cut shows nothing: some must have ended, and none but rightly. */
static bool all_right(json_t *json, enum grade_kind kind, struct grade_verdict *verdict)
{
	json_t *outcomes = json_object_get(json, "outcomes"), *outcome;
	size_t i;

	json_array_foreach(outcomes, i, outcome)
	{
		int value = (int)json_integer_value(json_object_get(outcome, "value"));

		if (kind == GRADE_ORDER || lab.outcomes[value].grade == LAB_EXPECTED)
			continue;
		verdict_fail(verdict, "It ends as \"%s\": %s.\n", lab.outcomes[value].name,
			     lab.outcomes[value].meaning);
		return false;
	}
	if (json_array_size(outcomes) == 0)
		verdict_fail(verdict, "No interleaving came to its end.\n");
	return json_array_size(outcomes) > 0;
}

static void judge(struct fix *fix, const struct grade_size *size, enum grade_kind kind,
		  struct sandbox_result *result, struct grade_verdict *verdict)
{
	char *text = workspace_read(fix, RESULT);
	json_t *json = text ? json_loads(text, JSON_ALLOW_NUL, NULL) : NULL;
	const char *found = text_of(json, "verdict");

	fix->raced |= json_array_size(json_object_get(json, "races")) > 0;
	if (strcmp(found, "failed") == 0)
		tell_failure(fix, json, result->output, size, kind, verdict);
	else if (!all_right(json, kind, verdict))
		; /* that has said why */
	else if (strcmp(found, "certified") == 0)
		verdict_say(verdict,
			    "- %d workers, %ld operation%s each: no interleaving fails "
			    "(certified).\n",
			    size->workers, size->ops, plural(size->ops));
	else if (strcmp(found, "nothing") == 0)
		verdict_say(verdict,
			    "- %d workers, %ld operation%s each: none of %lld interleavings "
			    "fails.\n",
			    size->workers, size->ops, plural(size->ops),
			    (long long)json_integer_value(json_object_get(json, "schedules")));
	else
		verdict_fail(verdict, "The explorer has no verdict: %s\n%s\n",
			     text_of(json, "text"), result->output);
	json_decref(json);
	free(text);
}

void explore_check(struct fix *fix, const struct grade_check *check, struct grade_verdict *verdict)
{
	verdict->result = GRADE_PASSED;
	for (const struct grade_size *size = check->sizes; size->workers; size++) {
		struct sandbox_result result;

		explore(fix, size, check->kind, NULL, &result);
		judge(fix, size, check->kind, &result, verdict);
		free(result.output);
		if (verdict->result == GRADE_FAILED)
			return;
	}
}

static const struct grade_check *find_check(enum grade_kind kind)
{
	for (const struct grade_check *check = grading.checks; check->name; check++)
		if (check->kind == kind)
			return check;
	die_user("this lab explores no such interleavings");
}

/* The string does not say of which scenario it is: it fits one of them. */
int explore_replay(struct fix *fix, const char *schedule, enum grade_kind kind)
{
	const struct grade_check *check = find_check(kind);

	for (const struct grade_size *size = check->sizes; size->workers; size++) {
		struct sandbox_result result;
		bool last = !size[1].workers, fits;

		explore(fix, size, kind, schedule, &result);
		fits = result.end == SANDBOX_EXITED && result.status == 1;
		if (fits || last)
			printf("%.*s\n", story_length(result.output), result.output);
		free(result.output);
		if (fits || last)
			return fits ? 1 : 2;
	}
	return 2;
}
