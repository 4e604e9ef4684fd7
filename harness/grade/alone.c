/*
 * alone.c: is the fix right where nothing happens at the same time? A CUnit suite: it runs in the
 * grader and asserts on what the fix's programs answered from the sandbox.
 */
#include "grade/ask.h"

#include "base/die.h"

#include <CUnit/CUnit.h>
#include <stdio.h>
#include <unistd.h>

#define DEADLINE_MS 2000

/* The calls of one worker, one after the other, in the explorer's only interleaving of them. */
const struct grade_size alone_calls[] = {{1, 5}, {0, 0}};

/* CUnit's tests take no arguments. */
static struct {
	struct fix *fix;
	const struct grade_check *check;
	struct grade_verdict *verdict;
} suite;

static void tell_runs(const struct asked *asked)
{
	const struct run *bad = ask_first_bad(asked);
	char text[256];

	if (bad)
		verdict_fail(suite.verdict, "Without any concurrency, %s.\n",
			     ask_describe(bad, text, sizeof text));
	else if (!asked->whole)
		verdict_fail(suite.verdict, "Without any concurrency, the program %s.\n",
			     *asked->why ? asked->why : "ended before its time");
}

static void workers_one_after_the_other(void)
{
	for (const struct grade_size *size = suite.check->sizes; size->workers; size++) {
		/* The seed varies what a fix could count on. */
		struct run_request request = {.model = EXEC_SERIAL,
					      .workers = size->workers,
					      .ops = size->ops + (long)(suite.fix->seed % 13),
					      .deadline_ms = DEADLINE_MS};
		struct asked asked;

		ask_runs(suite.fix, "native", &request, 1, NULL, &asked);
		tell_runs(&asked);
		ask_free(&asked);
		CU_ASSERT_NOT_EQUAL_FATAL(suite.verdict->result, GRADE_FAILED);
	}
}

static void calls_one_after_the_other(void)
{
	/* No second complaint about the same thing. */
	if (suite.verdict->result == GRADE_FAILED || !build_has_history(suite.fix))
		return;
	explore_sizes(suite.fix, GRADE_ALONE, alone_calls, suite.verdict);
	CU_ASSERT_NOT_EQUAL(suite.verdict->result, GRADE_FAILED);
}

/* Nothing to see: the verdict has the evidence. */
static unsigned run_suite(CU_TestInfo *tests)
{
	CU_SuiteInfo suites[] = {{.pName = "alone", .pTests = tests}, CU_SUITE_INFO_NULL};
	unsigned failures;

	if (CU_initialize_registry() != CUE_SUCCESS || CU_register_suites(suites) != CUE_SUCCESS ||
	    CU_run_all_tests() != CUE_SUCCESS)
		BUG("CUnit: %s", CU_get_error_msg());
	failures = CU_get_number_of_failures();
	CU_cleanup_registry();
	return failures;
}

void alone_check(struct fix *fix, const struct grade_check *check, struct grade_verdict *verdict)
{
	CU_TestInfo tests[] = {{"workers, one after the other", workers_one_after_the_other},
			       {"calls, one after the other", calls_one_after_the_other},
			       CU_TEST_INFO_NULL};

	verdict->result = GRADE_PASSED;
	suite.fix = fix;
	suite.check = check;
	suite.verdict = verdict;
	if (run_suite(tests) == 0)
		verdict_say(verdict, "One worker after the other, the outcome is right.\n");
	else
		BUG_UNLESS(verdict->result == GRADE_FAILED);
}
