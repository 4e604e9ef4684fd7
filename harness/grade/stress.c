/*
 * stress.c: the same workers with many operations, made to lose their turn at bad moments.
 *
 * What depends on how much has gone before (a table that gets full, a number that wraps, a lock that
 * is left out after a while) never shows in scenarios small enough to explore. Here natural runs show
 * it, helped by adversarial yields (tsan/yields.c): luck has a part in it, but every right fix passes.
 */
#include "grade/ask.h"

#include <stdio.h>

#define RUNS 2		 /* one after the other: the second is not needed of one that hangs */
#define DEADLINE_MS 6000 /* a fix that waits for ever has been found out before */

/* The program that yields is the one for ThreadSanitizer; its reports are another check's. */
static void stress(struct fix *fix, enum exec_model model, const struct grade_size *size,
		   int number, struct grade_verdict *verdict)
{
	struct run_request request = {.model = model,
				      .workers = size->workers,
				      .ops = size->ops + (long)(fix->seed % 11),
				      .deadline_ms = DEADLINE_MS};
	char yields[64], text[256];
	const char *environment[] = {yields, "TSAN_OPTIONS=report_bugs=0:exitcode=0:handle_segv=0",
				     NULL};
	const struct run *bad;
	struct asked asked;

	snprintf(yields, sizeof yields, "INTERLEAVE_YIELDS=%d",
		 (int)(fix->seed % 1000003) + 2 + number);
	ask_runs(fix, "tsan", &request, 1, environment, &asked);
	bad = ask_first_bad(&asked);
	if (bad)
		verdict_fail(verdict,
			     "With many operations, which are too many to explore, %d %s that are "
			     "interrupted at bad moments fail: %s.\n",
			     size->workers, exec_model_name(model),
			     ask_describe(bad, text, sizeof text));
	else if (!asked.whole)
		verdict_fail(verdict, "With many operations the program %s.\n",
			     *asked.why ? asked.why : "ended before its time");
	ask_free(&asked);
}

void stress_sizes(struct fix *fix, enum exec_model model, const struct grade_size *sizes,
		  struct grade_verdict *verdict)
{
	for (const struct grade_size *size = sizes; size->workers; size++)
		for (int i = 0; i < RUNS; i++) {
			stress(fix, model, size, i, verdict);
			if (verdict->result == GRADE_FAILED)
				return;
		}
	verdict_say(verdict, "- With many operations and interruptions at bad moments: right.\n");
}
