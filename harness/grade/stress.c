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
#define DEADLINE_MS 3000 /* some thirty times what is needed */

/* The program that yields is the one for ThreadSanitizer; its reports are another check's. */
/* Coroutines are interrupted where they pause only: there is nothing to help. */
static const char *program_for(enum exec_model model)
{
	return model == EXEC_COROUTINES ? "native" : "tsan";
}

/* ThreadSanitizer is asked for this run, too. One that hung would only hang again. */
static void keep_wrong(struct fix *fix, const struct run_request *request, int yields)
{
	fix->wrong = (struct grade_size){request->workers, request->ops};
	fix->wrong_yields = yields;
}

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
	int seed = (int)(fix->seed % 1000003) + 2 + number;

	snprintf(yields, sizeof yields, "INTERLEAVE_YIELDS=%d", seed);
	ask_runs(fix, program_for(model), &request, 1, environment, &asked);
	bad = ask_first_bad(&asked);
	if (bad && model == EXEC_THREADS && bad->outcome >= 0)
		keep_wrong(fix, &request, seed);
	if (bad)
		verdict_fail(verdict,
			     "With many operations, which are too many to explore, %d %s%s fail: "
			     "%s.\n",
			     size->workers, exec_model_name(model),
			     model == EXEC_COROUTINES ? "" : " that are interrupted at bad moments",
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
		for (int run = 0; run < RUNS; run++) {
			stress(fix, model, size, run, verdict);
			if (verdict->result == GRADE_FAILED)
				return; /* the next one may hang as well */
		}
	verdict_say(verdict, "- With many operations%s: right.\n",
		    model == EXEC_COROUTINES ? "" : " and interruptions at bad moments");
}
