/*
 * parallel.c: do workers still get on side by side? The fix and the reference run in turn, so that
 * what disturbs one disturbs the other; only a fix that is slower beyond any noise loses points.
 */
#include "grade/ask.h"

#include "base/child.h"
#include "base/die.h"
#include "measure/stats.h"

#include <stdio.h>

#define ROUNDS 5
#define DEADLINE_MS 2500
#define RESAMPLINGS 1000

/* The solution is ours: it needs no sandbox, and the box never sees it. */
static double time_reference(const struct fix *fix, const struct run_request *request)
{
	char program[2 * PATH_MAX], question[128], answer[512];
	char *argv[] = {program, "--serve", NULL};
	struct child child;
	struct run run;

	snprintf(program, sizeof program, "%s/build/labs/%s/native/solution", fix->top, fix->lab);
	run_format_request(request, question, sizeof question);
	if (child_start(&child, argv, NULL) != 0)
		die_system("cannot run the reference: is 'make build' done? %s", program);
	if (child_ask(&child, question, answer, sizeof answer, 10 * DEADLINE_MS) != 0 ||
	    !run_parse(answer, &run) || run.elapsed_ns <= 0)
		die_user("the reference does not answer: run 'make build'");
	child_stop(&child, DEADLINE_MS);
	return run.elapsed_ns;
}

/* 0: it did not finish. */
static double time_fix(const struct fix *fix, const struct run_request *request)
{
	struct asked asked;
	double elapsed;

	ask_runs(fix, "native", request, 1, NULL, &asked);
	elapsed = asked.whole && asked.run[0].elapsed_ns > 0 ? asked.run[0].elapsed_ns : 0;
	ask_free(&asked);
	return elapsed;
}

static void judge(const struct estimate *ratio, struct grade_verdict *verdict)
{
	if (ratio->low > grading.slowest)
		verdict_fail(verdict,
			     "It takes %.1f times as long as the reference solution (95 %% "
			     "interval %.1f to %.1f; up to %.0f would do): workers wait for each "
			     "other where they need not.\n",
			     ratio->value, ratio->low, ratio->high, grading.slowest);
	else
		verdict_say(verdict, "It is fast enough beside the reference solution.\n");
}

void parallel_check(struct fix *fix, const struct grade_check *check, struct grade_verdict *verdict)
{
	const struct grade_size *size = check->sizes;
	struct run_request request = {EXEC_THREADS, size->workers, size->ops, DEADLINE_MS, false};
	double ours[ROUNDS], reference[ROUNDS];
	struct estimate ratio;

	verdict->result = GRADE_PASSED;
	for (int round = 0; round < ROUNDS; round++) {
		reference[round] = time_reference(fix, &request);
		ours[round] = time_fix(fix, &request);
		if (ours[round] == 0) {
			verdict_fail(verdict, "It did not come to its end, so nothing can be said "
					      "of its speed.\n");
			return;
		}
	}
	ratio = stats_paired_ratio(ours, reference, ROUNDS, 1, RESAMPLINGS, fix->seed);
	judge(&ratio, verdict);
}
