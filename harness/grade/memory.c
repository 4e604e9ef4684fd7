/*
 * memory.c: does a fix use memory that is not its own (AddressSanitizer tells), or lose some that is
 * (the explorer tells, of every interleaving it runs)?
 */
#include "grade/ask.h"

#include <stdio.h>
#include <string.h>

#define DEADLINE_MS 2000
#define RUNS 3
#define MOST_TOLD 1500

static void check_accesses(struct fix *fix, const struct grade_size *size,
			   struct grade_verdict *verdict)
{
	static const char *const environment[] = {
		"ASAN_OPTIONS=detect_leaks=0:abort_on_error=0:handle_segv=0:symbolize=1",
		"UBSAN_OPTIONS=print_stacktrace=0", NULL};
	struct run_request request = {.model = EXEC_SERIAL,
				      .workers = size->workers,
				      .ops = size->ops,
				      .deadline_ms = DEADLINE_MS};
	struct asked asked;
	const char *found;

	ask_again(fix, "asan", &request, RUNS, environment, &asked);
	found = strstr(asked.how.output, "ERROR: AddressSanitizer");
	if (!found)
		found = strstr(asked.how.output, "runtime error:");
	if (found) {
		verdict_fail(verdict, "The program prints:\n");
		verdict_quote(verdict, found, MOST_TOLD);
	} else if (!ask_any_finished(&asked)) {
		verdict_fail(verdict,
			     "No run under AddressSanitizer came to its end (the program "
			     "%s), so nothing can be said.\n",
			     *asked.why ? asked.why : "waits");
	}
	ask_free(&asked);
}

/* A fix that is not right with others has shown its failure there; here it would hide leaks. */
static void check_leaks(struct fix *fix, const struct grade_check *check,
			struct grade_verdict *verdict)
{
	bool alone = checks_failed(fix, GRADE_THREADS) || checks_failed(fix, GRADE_COROUTINES);

	for (const struct grade_size *size = check->explored; size && size->workers; size++) {
		const struct grade_size one[] = {*size, {0, 0}};

		if ((!alone || size->workers == 1) && verdict->result == GRADE_PASSED)
			explore_sizes(fix, GRADE_MEMORY, one, verdict);
	}
}

void memory_check(struct fix *fix, const struct grade_check *check, struct grade_verdict *verdict)
{
	verdict->result = GRADE_PASSED;
	for (const struct grade_size *size = check->sizes; size->workers; size++) {
		check_accesses(fix, size, verdict);
		if (verdict->result == GRADE_FAILED)
			return;
	}
	verdict_say(verdict, "AddressSanitizer has nothing to report.\n");
	if (check->explored)
		verdict_say(verdict, "Nothing that was allocated is lost:\n");
	check_leaks(fix, check, verdict);
}
