/* explore.c: every interleaving of a fix, as far as the budget goes. */
#include "grade/ask.h"

#include "base/die.h"
#include "base/term.h"
#include "lab/lab.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RESULT "explored.json"
/*
 * Counts, since the clock would let the marks depend on how busy the machine is: of schedules, and
 * of their visible steps, for those who look again and again. The time is only there for fixes that
 * make single schedules endless.
 */
#define MOST_SCHEDULES 5000
#define MOST_POINTS "--points=4000000"
/* With so many workers each takes long, and what needs so many shows in nearly all. */
#define MANY_WORKERS 8
#define MOST_OF_MANY 50
#define BUDGET "--budget=8"
#define WALL_SECONDS 16
#define MOST_STORY 30000

/* How a kind of check uses the explorer. */
static const struct view {
	const char *program;
	const char *option;   /* of the explorer, or NULL */
	const char *argument; /* a third one for the program, or NULL */
	const char *workers;  /* what they are called */
	const char *replay;   /* the grader's own option for a replay */
} views[GRADE_KINDS] = {
	[GRADE_THREADS] = {"explore", NULL, NULL, "threads", "threads"},
	[GRADE_PROCESSES] = {"explore", "--processes", NULL, "processes", "processes"},
	[GRADE_COROUTINES] = {"explore", "--cooperative", NULL, "coroutines", "coroutines"},
	[GRADE_ASLEEP] = {"explore", "--no-spinning", NULL, "threads", "asleep"},
	[GRADE_TSAN] = {"explore", "--keep-going", NULL, "threads", "threads"},
	[GRADE_ORDER] = {"history", NULL, NULL, "threads", "order"},
	[GRADE_ALONE] = {"history", NULL, NULL, "worker", "alone"},
	[GRADE_MEMORY] = {"explore", "--leaks", NULL, "threads", "memory"},
	[GRADE_PARALLEL] = {"explore", "--no-waiting", "apart", "threads", "parallel"},
};

/* Does the lab ask for coroutines alone? Then whatever is explored switches where they do. */
static bool is_for_coroutines(void)
{
	return checks_find(GRADE_COROUTINES) && !checks_find(GRADE_THREADS);
}

static const char *workers_of(const struct grade_size *size, enum grade_kind kind)
{
	bool are_threads = strcmp(views[kind].workers, "threads") == 0;

	if (size->workers == 1)
		return "worker";
	return are_threads && is_for_coroutines() ? "coroutines" : views[kind].workers;
}

/* Runs the explorer in the box; what it prints is in result->output. */
static void explore(const struct fix *fix, const struct grade_size *size, enum grade_kind kind,
		    const char *schedule, struct sandbox_result *result)
{
	const struct view *view = &views[kind];
	char explorer[PATH_MAX + 32], program[2 * PATH_MAX], out[2 * PATH_MAX], replay[4200],
		workers[16], ops[32], schedules[32];
	const char *argv[16] = {explorer, schedules, MOST_POINTS, BUDGET, out};
	struct sandbox_job job = {.argv = argv, .limits.wall_seconds = WALL_SECONDS};
	int count = 5;

	snprintf(explorer, sizeof explorer, "%s/build/bin/explore", fix->top);
	snprintf(program, sizeof program, "%s/%s", fix->box, view->program);
	snprintf(out, sizeof out, "--out=%s/" RESULT, fix->box);
	snprintf(replay, sizeof replay, "--schedule=%s", schedule ? schedule : "");
	snprintf(schedules, sizeof schedules, "--schedules=%d",
		 size->workers > MANY_WORKERS ? MOST_OF_MANY : MOST_SCHEDULES);
	snprintf(workers, sizeof workers, "%d", size->workers);
	snprintf(ops, sizeof ops, "%ld", size->ops);
	if (view->option)
		argv[count++] = view->option;
	if (kind != GRADE_COROUTINES && is_for_coroutines())
		argv[count++] = "--cooperative";
	if (schedule)
		argv[count++] = replay;
	argv[count++] = program;
	argv[count++] = "--";
	argv[count++] = workers;
	argv[count++] = ops;
	argv[count] = view->argument;
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

	verdict_quote(verdict, output, length < MOST_STORY ? length : MOST_STORY);
}

static void tell_failure(const struct fix *fix, json_t *json, const char *output,
			 const struct grade_size *size, enum grade_kind kind,
			 struct grade_verdict *verdict)
{
	char source[4 * PATH_MAX];

	verdict_fail(verdict,
		     "%d %s with %ld operation%s each can end so: %s: %s. In this order:\n",
		     size->workers, workers_of(size, kind), size->ops, plural(size->ops),
		     text_of(json, "kind"), text_of(json, "text"));
	tell_story(output, verdict);
	verdict_say(verdict, "\nSee it again: `build/bin/grade %s --replay=%s --%s %s`\n", fix->id,
		    text_of(json, "schedule"), views[kind].replay,
		    workspace_quote(fix->source, source, sizeof source));
}

/* Its outcomes are the history's, not the lab's. */
static bool is_history(enum grade_kind kind)
{
	return strcmp(views[kind].program, "history") == 0;
}

/* A schedule that is cut shows nothing: some must have ended, and none but rightly. */
static bool all_right(json_t *json, enum grade_kind kind, struct grade_verdict *verdict)
{
	json_t *outcomes = json_object_get(json, "outcomes"), *outcome;
	size_t i;

	json_array_foreach(outcomes, i, outcome)
	{
		int value = (int)json_integer_value(json_object_get(outcome, "value"));

		if (is_history(kind) || lab.outcomes[value].grade == LAB_EXPECTED)
			continue;
		verdict_fail(verdict, "It ends as \"%s\": %s.\n", lab.outcomes[value].name,
			     lab.outcomes[value].meaning);
		return false;
	}
	if (json_array_size(outcomes) == 0)
		verdict_fail(verdict, "No interleaving came to its end.\n");
	return json_array_size(outcomes) > 0;
}

/*
 * With so few operations, a schedule is cut for its length only if somebody goes round and round.
 * Where waiting is what is judged, that is no way out.
 */
static bool all_ended(json_t *json, enum grade_kind kind, struct grade_verdict *verdict)
{
	json_int_t cut =
		json_integer_value(json_object_get(json_object_get(json, "coverage"), "cut"));

	if ((kind != GRADE_COROUTINES && kind != GRADE_ASLEEP) || cut == 0)
		return true;
	verdict_fail(verdict,
		     "%lld of the interleavings did not come to an end: somebody looks again and "
		     "again, and each time it changes something itself.\n",
		     (long long)cut);
	return false;
}

/* What else there is to say of a search that found nothing. */
static void tell_extent(json_t *json, const struct grade_size *size, enum grade_kind kind,
			struct grade_verdict *verdict)
{
	verdict_say(verdict, "- %d %s, %ld operation%s each: ", size->workers,
		    workers_of(size, kind), size->ops, plural(size->ops));
	if (strcmp(text_of(json, "verdict"), "certified") == 0)
		verdict_say(verdict, "no interleaving fails (certified).\n");
	else
		verdict_say(verdict, "none of the %lld interleavings that were tried fails.\n",
			    (long long)json_integer_value(json_object_get(json, "schedules")));
}

static void tell_none(const struct sandbox_result *result, json_t *json,
		      struct grade_verdict *verdict)
{
	verdict_fail(verdict, "The explorer has no verdict: %s\n",
		     json ? text_of(json, "text") : "it did not come to its end");
	verdict_quote(verdict, result->output, MOST_STORY);
}

static void judge(struct fix *fix, const struct grade_size *size, enum grade_kind kind,
		  const struct sandbox_result *result, struct grade_verdict *verdict)
{
	char *text = workspace_read(fix, RESULT);
	json_t *json = text ? json_loads(text, JSON_ALLOW_NUL, NULL) : NULL;
	const char *found = text_of(json, "verdict");

	fix->raced |= json_array_size(json_object_get(json, "races")) > 0;
	if (strcmp(found, "failed") == 0)
		tell_failure(fix, json, result->output, size, kind, verdict);
	else if (strcmp(found, "certified") != 0 && strcmp(found, "nothing") != 0)
		tell_none(result, json, verdict);
	else if (all_right(json, kind, verdict) && all_ended(json, kind, verdict))
		tell_extent(json, size, kind, verdict);
	json_decref(json);
	free(text);
}

static void remove_result(const struct fix *fix)
{
	char path[2 * PATH_MAX];

	snprintf(path, sizeof path, "%s/" RESULT, fix->box);
	(void)remove(path); /* of an earlier search, if there was one */
}

void explore_sizes(struct fix *fix, enum grade_kind kind, const struct grade_size *sizes,
		   struct grade_verdict *verdict)
{
	for (const struct grade_size *size = sizes; size->workers; size++) {
		struct sandbox_result result;

		remove_result(fix);
		explore(fix, size, kind, NULL, &result);
		judge(fix, size, kind, &result, verdict);
		free(result.output);
		if (verdict->result == GRADE_FAILED)
			return;
	}
}

/* Who does what, and where. */
static void tell_race(json_t *race, struct grade_verdict *verdict)
{
	static const char *const sides[] = {"first", "second"};

	verdict_say(verdict, "\n    a data race on %s\n", text_of(race, "name"));
	for (int i = 0; i < 2; i++) {
		json_t *side = json_object_get(race, sides[i]);
		json_t *place = json_object_get(side, "place");
		const char *file = text_of(place, "file"), *base = strrchr(file, '/');

		verdict_say(verdict, "    thread %d %s  %s:%d  %s\n",
			    (int)json_integer_value(json_object_get(side, "thread")),
			    json_is_true(json_object_get(side, "writes")) ? "writes" : "reads",
			    base ? base + 1 : file,
			    (int)json_integer_value(json_object_get(place, "line")),
			    text_of(place, "text"));
	}
}

/* Tells of a race if there was one. Returns whether some interleaving came to its end. */
static bool tell_races(const struct fix *fix, struct grade_verdict *verdict)
{
	char *text = workspace_read(fix, RESULT);
	json_t *json = text ? json_loads(text, JSON_ALLOW_NUL, NULL) : NULL;
	json_t *races = json_object_get(json, "races");
	bool ended = json_array_size(json_object_get(json, "outcomes")) > 0;

	if (json_array_size(races) > 0) {
		verdict_fail(verdict, "ThreadSanitizer saw no race in these runs, but there is "
				      "one, in interleavings that are tried one after another:\n");
		tell_race(json_array_get(races, 0), verdict);
	}
	json_decref(json);
	free(text);
	return ended;
}

bool explore_races(struct fix *fix, const struct grade_size *sizes, struct grade_verdict *verdict)
{
	bool ended = false;

	for (const struct grade_size *size = sizes;
	     size->workers && verdict->result != GRADE_FAILED; size++) {
		struct sandbox_result result;

		remove_result(fix);
		explore(fix, size, GRADE_TSAN, NULL, &result);
		free(result.output);
		ended |= tell_races(fix, verdict);
	}
	return ended;
}

static enum exec_model model_of(enum grade_kind kind)
{
	if (is_for_coroutines())
		return EXEC_COROUTINES;
	return kind == GRADE_PROCESSES ? EXEC_PROCESSES : EXEC_THREADS;
}

void explore_check(struct fix *fix, const struct grade_check *check, struct grade_verdict *verdict)
{
	verdict->result = GRADE_PASSED;
	if (checks_ruled_out(fix, check, verdict))
		return;
	explore_sizes(fix, check->kind, check->sizes, verdict);
	/* Of what is far too slow, many operations would not come to their end in time. */
	if (verdict->result == GRADE_PASSED && check->stressed &&
	    !checks_failed(fix, GRADE_PARALLEL) && !checks_naps(fix))
		stress_sizes(fix, model_of(check->kind), check->stressed, verdict);
}

/* The string does not say of which scenario it is: it fits one of them. */
int explore_replay(struct fix *fix, const char *schedule, enum grade_kind kind)
{
	const struct grade_check *check = checks_find(kind);
	const struct grade_size *sizes = check ? check->explored : NULL;

	if (check && !sizes)
		sizes = kind == GRADE_ALONE ? alone_calls : check->sizes;
	if (!sizes)
		die_user("this lab explores no such interleavings");
	for (const struct grade_size *size = sizes; size->workers; size++) {
		struct sandbox_result result;
		bool last = !size[1].workers, fits;

		explore(fix, size, kind, schedule, &result);
		fits = result.end == SANDBOX_EXITED && result.status == 1;
		term_defuse(result.output);
		if (fits || last)
			printf("%.*s\n", story_length(result.output), result.output);
		free(result.output);
		if (fits || last)
			return fits ? 1 : 2;
	}
	return 2;
}
