/* explore.c: every interleaving of a fix, as far as the budget goes. */
#include "grade/fix.h"

#include "base/die.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RESULT "explored.json"
#define BUDGET "--budget=2"
#define MOST_STORY 6000

/* Runs the explorer in the box; what it prints is in result->output. */
static void explore(const struct fix *fix, const struct grade_size *size, bool processes,
		    const char *schedule, struct sandbox_result *result)
{
	char explorer[PATH_MAX + 32], program[2 * PATH_MAX], out[2 * PATH_MAX], replay[4200],
		workers[16], ops[32];
	const char *argv[12] = {explorer, BUDGET, out};
	struct sandbox_job job;
	int count = 3;

	snprintf(explorer, sizeof explorer, "%s/build/bin/explore", fix->top);
	snprintf(program, sizeof program, "%s/explore", fix->box);
	snprintf(out, sizeof out, "--out=%s/" RESULT, fix->box);
	snprintf(replay, sizeof replay, "--schedule=%s", schedule ? schedule : "");
	snprintf(workers, sizeof workers, "%d", size->workers);
	snprintf(ops, sizeof ops, "%ld", size->ops);
	if (processes)
		argv[count++] = "--processes";
	if (schedule)
		argv[count++] = replay;
	argv[count++] = program;
	argv[count++] = "--";
	argv[count++] = workers;
	argv[count++] = ops;
	build_run(fix, argv, NULL, NULL, &job, result);
}

static const char *text_of(json_t *json, const char *key)
{
	const char *text = json_string_value(json_object_get(json, key));

	return text ? text : "";
}

/* What the explorer prints, without its own replay command: the student has another one. */
static void tell_story(const char *output, struct grade_verdict *verdict)
{
	const char *replay = strstr(output, "\n  replay: ");
	int length = (int)(replay ? replay - output : (long)strlen(output));

	verdict_say(verdict, "\n```\n%.*s\n```\n", length < MOST_STORY ? length : MOST_STORY,
		    output);
}

static void tell_failure(const struct fix *fix, json_t *json, const char *output,
			 const struct grade_size *size, bool processes,
			 struct grade_verdict *verdict)
{
	verdict_fail(verdict, "%d %s with %ld operation%s each, in this order:\n", size->workers,
		     processes ? "processes" : "threads", size->ops, size->ops == 1 ? "" : "s");
	tell_story(output, verdict);
	verdict_say(verdict, "\nSee it again: `build/bin/grade %s --replay=%s%s%s`\n", fix->id,
		    text_of(json, "schedule"), processes ? " --processes " : " ", fix->source);
}

static void judge(const struct fix *fix, const struct grade_size *size, bool processes,
		  struct sandbox_result *result, struct grade_verdict *verdict)
{
	char *text = workspace_read(fix, RESULT);
	json_t *json = text ? json_loads(text, JSON_ALLOW_NUL, NULL) : NULL;
	const char *found = text_of(json, "verdict");

	if (strcmp(found, "failed") == 0)
		tell_failure(fix, json, result->output, size, processes, verdict);
	else if (strcmp(found, "certified") == 0)
		verdict_say(verdict,
			    "- %d workers, %ld operations: no interleaving fails "
			    "(certified).\n",
			    size->workers, size->ops);
	else if (strcmp(found, "nothing") == 0)
		verdict_say(verdict,
			    "- %d workers, %ld operations: none of %lld interleavings "
			    "fails.\n",
			    size->workers, size->ops,
			    (long long)json_integer_value(json_object_get(json, "schedules")));
	else
		verdict_fail(verdict, "The explorer has no verdict: %s\n%s\n",
			     text_of(json, "text"), result->output);
	json_decref(json);
	free(text);
}

void explore_check(struct fix *fix, const struct grade_check *check, struct grade_verdict *verdict)
{
	bool processes = check->kind == GRADE_PROCESSES;

	verdict->result = GRADE_PASSED;
	for (const struct grade_size *size = check->sizes; size->workers; size++) {
		struct sandbox_result result;

		explore(fix, size, processes, NULL, &result);
		judge(fix, size, processes, &result, verdict);
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
int explore_replay(struct fix *fix, const char *schedule, bool processes)
{
	const struct grade_check *check = find_check(processes ? GRADE_PROCESSES : GRADE_THREADS);

	for (const struct grade_size *size = check->sizes; size->workers; size++) {
		struct sandbox_result result;
		bool last = !size[1].workers, fits;

		explore(fix, size, processes, schedule, &result);
		fits = result.end == SANDBOX_EXITED && result.status == 1;
		if (fits || last)
			fputs(result.output, stdout);
		free(result.output);
		if (fits || last)
			return fits ? 1 : 2;
	}
	return 2;
}
