/* alone.c: is the fix right where nothing happens at the same time? */
#include "grade/ask.h"

#include <stdio.h>

#define DEADLINE_MS 3000

static void check_model(struct fix *fix, enum exec_model model, const struct grade_size *size,
			struct grade_verdict *verdict)
{
	/* The seed varies what a fix could count on. */
	struct run_request request = {model, size->workers, size->ops + (long)(fix->seed % 13),
				      DEADLINE_MS, false};
	const struct run *bad;
	struct asked asked;
	char text[256];

	ask_runs(fix, "native", &request, 1, NULL, &asked);
	bad = ask_first_bad(&asked);
	if (bad)
		verdict_fail(verdict, "Without any concurrency, %s.\n",
			     ask_describe(bad, text, sizeof text));
	else if (!asked.whole)
		verdict_fail(verdict, "Without any concurrency, the program %s.\n",
			     *asked.why ? asked.why : "ended before its time");
	ask_free(&asked);
}

void alone_check(struct fix *fix, const struct grade_check *check, struct grade_verdict *verdict)
{
	verdict->result = GRADE_PASSED;
	for (const struct grade_size *size = check->sizes; size->workers; size++) {
		check_model(fix, EXEC_SERIAL, size, verdict);
		if (verdict->result == GRADE_FAILED)
			return;
	}
	verdict_say(verdict, "One worker after the other, the outcome is right.\n");
}
