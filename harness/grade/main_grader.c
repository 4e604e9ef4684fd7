/*
 * main_grader.c: the grader of one lab: build/labs/LAB/grader [--replay=SCHEDULE] FIX. It is started
 * by build/bin/grade, which finds the lab. Status 0: full marks; 1: not; 2: could not grade.
 */
#include "grade/fix.h"

#include "base/die.h"
#include "base/file.h"
#include "base/term.h"
#include "measure/clock.h"

#include <argp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct command {
	const char *source, *replay;
	enum grade_kind kind; /* of the check that the replay is of */
};

static const struct argp_option options[] = {
	{"replay", 'r', "SCHEDULE", 0, "show what this schedule of an earlier report does", 0},
	{"processes", 'p', NULL, 0, "replay: threads stand for processes", 0},
	{"order", 'o', NULL, 0, "replay: of the check that looks at the order of calls", 0},
	{NULL, 0, NULL, 0, NULL, 0},
};

static error_t parse_option(int key, char *arg, struct argp_state *state)
{
	struct command *command = state->input;

	if (key == 'r')
		command->replay = arg;
	else if (key == 'p')
		command->kind = GRADE_PROCESSES;
	else if (key == 'o')
		command->kind = GRADE_ORDER;
	else if (key == ARGP_KEY_ARG && !command->source)
		command->source = arg;
	else if (key == ARGP_KEY_ARG)
		die_user("one fix at a time, please");
	else
		return ARGP_ERR_UNKNOWN;
	return 0;
}

/* This program is TOP/build/labs/LAB/grader. */
static void find_lab(struct fix *fix)
{
	char own[PATH_MAX], *name, *build;

	if (file_own_folder(own, sizeof own) != 0)
		die_system("cannot find my own folder");
	name = strrchr(own, '/');
	build = strstr(own, "/build/labs/");
	if (!name || !build)
		die_user("run me where make build puts me: %s", own);
	snprintf(fix->lab, sizeof fix->lab, "%s", name + 1);
	snprintf(fix->id, sizeof fix->id, "%.*s", (int)strcspn(fix->lab, "-"), fix->lab);
	*build = '\0';
	snprintf(fix->top, sizeof fix->top, "%s", own);
}

/* ---- the checks ---- */

static struct grade_verdict *verdict_on(struct fix *fix, enum grade_kind kind)
{
	for (int i = 0; grading.checks[i].name; i++)
		if (grading.checks[i].kind == kind)
			return &fix->verdict[i];
	BUG("a lab without a check of that kind");
}

static const struct grade_misconception *find_misconception(const struct fix *fix,
							    const char *evidence)
{
	const struct grade_misconception *known = grading.misconceptions;

	for (; known->text; known++)
		if ((!known->calls || build_calls(fix, known->calls)) &&
		    (!known->failure || strstr(evidence, known->failure)))
			return known;
	return NULL;
}

static void run_check(struct fix *fix, int i)
{
	static void (*const checks[GRADE_KINDS])(struct fix *, const struct grade_check *,
						 struct grade_verdict *) = {
		[GRADE_ALONE] = alone_check,	   [GRADE_TSAN] = tsan_check,
		[GRADE_ORDER] = explore_check,	   [GRADE_THREADS] = explore_check,
		[GRADE_PROCESSES] = explore_check, [GRADE_MEMORY] = memory_check,
		[GRADE_PARALLEL] = parallel_check, [GRADE_KILL] = kill_check,
	};
	const struct grade_check *check = &grading.checks[i];
	struct grade_verdict *verdict = &fix->verdict[i];

	if (check->kind == GRADE_BUILDS)
		return; /* was the first thing to be done */
	if (check->kind != GRADE_ALONE && verdict_on(fix, GRADE_ALONE)->result == GRADE_FAILED) {
		verdict_say(verdict, "First it must be right where nothing happens at the same "
				     "time.\n");
		return;
	}
	if ((check->kind == GRADE_PARALLEL || check->kind == GRADE_ORDER) &&
	    verdict_on(fix, GRADE_THREADS)->result == GRADE_FAILED) {
		verdict_say(verdict, "This is of interest once it is right under threads.\n");
		return;
	}
	if (check->kind == GRADE_KILL &&
	    (verdict_on(fix, GRADE_THREADS)->result == GRADE_FAILED ||
	     verdict_on(fix, GRADE_PROCESSES)->result == GRADE_FAILED)) {
		verdict_say(verdict, "This is of interest once it is right while all live.\n");
		return;
	}
	term_progress("checking: %s", check->name);
	checks[check->kind](fix, check, verdict);
	if (verdict->result == GRADE_FAILED)
		verdict->misconception = find_misconception(fix, verdict->evidence);
}

static bool build(struct fix *fix)
{
	bool built;

	term_progress("building: %s", fix->source);
	built = build_fix(fix, verdict_on(fix, GRADE_BUILDS));
	term_progress_end();
	return built;
}

static int grade(struct fix *fix)
{
	int64_t start = clock_ns();

	if (build(fix))
		for (int i = 0; grading.checks[i].name; i++)
			run_check(fix, i);
	term_progress_end();
	fix->seconds = (double)(clock_ns() - start) * 1e-9;
	if (results_write(fix) != 0 || feedback_write(fix) != 0)
		die_system("cannot write the results to %s", fix->folder);
	feedback_print(fix);
	return results_score(fix) == results_most() ? 0 : 1;
}

static int replay(struct fix *fix, const struct command *command)
{
	if (!build(fix)) {
		fputs(verdict_on(fix, GRADE_BUILDS)->evidence, stdout);
		return 2;
	}
	return explore_replay(fix, command->replay, command->kind);
}

int main(int argc, char **argv)
{
	static const struct argp argp = {
		options, parse_option, "[FIX]", "Grade a fix (default: the lab's fix.c).",
		NULL,	 NULL,	       NULL};
	static struct fix fix;
	struct command command = {NULL, NULL, GRADE_THREADS};
	char usual[2 * PATH_MAX];
	int status;

	argp_err_exit_status = DIE_STATUS;
	argp_parse(&argp, argc, argv, 0, NULL, &command);
	find_lab(&fix);
	snprintf(usual, sizeof usual, "%s/labs/%s/fix.c", fix.top, fix.lab);
	workspace_open(&fix, command.source ? command.source : usual);
	status = command.replay ? replay(&fix, &command) : grade(&fix);
	workspace_close(&fix);
	return status;
}
