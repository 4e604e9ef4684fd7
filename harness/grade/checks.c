/* checks.c: from check to check, and what their failures tell of the student (see fix.h). */
#include "grade/fix.h"

#include "base/die.h"
#include "base/term.h"

#include <stdio.h>
#include <string.h>

const struct grade_check *checks_find(enum grade_kind kind)
{
	for (const struct grade_check *check = grading.checks; check->name; check++)
		if (check->kind == kind)
			return check;
	return NULL;
}

struct grade_verdict *checks_verdict(struct fix *fix, enum grade_kind kind)
{
	const struct grade_check *check = checks_find(kind);

	return check ? &fix->verdict[check - grading.checks] : NULL;
}

bool checks_failed(struct fix *fix, enum grade_kind kind)
{
	const struct grade_verdict *verdict = checks_verdict(fix, kind);

	return verdict && verdict->result == GRADE_FAILED;
}

/* ---- misconceptions ---- */

static bool matches(const struct fix *fix, const struct grade_misconception *known,
		    const char *evidence)
{
	return (!known->code || build_has(fix, known->code)) &&
	       (!known->calls || build_calls(fix, known->calls)) &&
	       (!known->failure || strstr(evidence, known->failure));
}

static const struct grade_misconception *find_misconception(const struct fix *fix,
							    const char *evidence)
{
	for (const struct grade_misconception *known = grading.misconceptions; known->name; known++)
		if (matches(fix, known, evidence))
			return known;
	return NULL;
}

/* ---- checks ---- */

/* Why a check would say nothing; NULL: it says something. */
static const char *excuse(struct fix *fix, enum grade_kind kind)
{
	if (kind != GRADE_ALONE && checks_failed(fix, GRADE_ALONE))
		return "First it must be right where nothing happens at the same time.\n";
	if ((kind == GRADE_PARALLEL || kind == GRADE_ORDER || kind == GRADE_ASLEEP) &&
	    checks_failed(fix, GRADE_THREADS))
		return "This is of interest once it is right under threads.\n";
	if (kind == GRADE_ORDER && checks_failed(fix, GRADE_COROUTINES))
		return "This is of interest once it is right under coroutines.\n";
	if (kind == GRADE_KILL &&
	    (checks_failed(fix, GRADE_THREADS) || checks_failed(fix, GRADE_PROCESSES)))
		return "This is of interest once it is right while all live.\n";
	return NULL;
}

static void run_check(struct fix *fix, const struct grade_check *check,
		      struct grade_verdict *verdict)
{
	static void (*const checks[GRADE_KINDS])(struct fix *, const struct grade_check *,
						 struct grade_verdict *) = {
		[GRADE_ALONE] = alone_check,	    [GRADE_TSAN] = tsan_check,
		[GRADE_ORDER] = explore_check,	    [GRADE_THREADS] = explore_check,
		[GRADE_PROCESSES] = explore_check,  [GRADE_MEMORY] = memory_check,
		[GRADE_COROUTINES] = explore_check, [GRADE_ASLEEP] = explore_check,
		[GRADE_PARALLEL] = parallel_check,  [GRADE_KILL] = kill_check,
	};

	if (excuse(fix, check->kind)) {
		verdict_say(verdict, "%s", excuse(fix, check->kind));
		return;
	}
	term_progress("checking: %s", check->name);
	checks[check->kind](fix, check, verdict);
}

/*
 * The first part of a name that the check rules out and a called function has. Returns whether any.
 */
static bool find_ruled_out(const struct fix *fix, const struct grade_check *check, char part[32])
{
	const char *rest = check->without ? check->without : "";
	int length;

	for (; sscanf(rest, "%31s%n", part, &length) == 1; rest += length)
		if (build_calls(fix, part))
			return true;
	return false;
}

bool checks_ruled_out(const struct fix *fix, const struct grade_check *check,
		      struct grade_verdict *verdict)
{
	char part[32];

	if (!find_ruled_out(fix, check, part))
		return false;
	verdict_fail(verdict,
		     "It naps while it waits (it calls a function that has \"%s\" in its name), "
		     "which the task rules out.\n",
		     part);
	return true;
}

bool checks_naps(const struct fix *fix)
{
	char part[32];

	for (const struct grade_check *check = grading.checks; check->name; check++)
		if (find_ruled_out(fix, check, part))
			return true;
	return false;
}

static void run_all(struct fix *fix)
{
	for (int i = 0; grading.checks[i].name; i++) {
		struct grade_verdict *verdict = &fix->verdict[i];

		/* That it builds was the first thing to find out. */
		if (grading.checks[i].kind != GRADE_BUILDS)
			run_check(fix, &grading.checks[i], verdict);
		if (sandbox_interrupted)
			return;
		if (verdict->result == GRADE_FAILED && grading.checks[i].kind != GRADE_BUILDS)
			verdict->misconception = find_misconception(fix, verdict->evidence);
	}
}

bool checks_build(struct fix *fix)
{
	bool built;

	BUG_UNLESS(checks_find(GRADE_BUILDS));
	term_progress("building: %s", fix->source);
	built = build_fix(fix, checks_verdict(fix, GRADE_BUILDS));
	term_progress_end();
	return built && !sandbox_interrupted;
}

void checks_run(struct fix *fix)
{
	if (checks_build(fix))
		run_all(fix);
	term_progress_end();
}
