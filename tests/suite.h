/*
 * suite.h: a test suite is a program: a table of CUnit tests and one call of suite_run.
 *
 *   int main(int argc, char **argv)
 *   {
 *           static CU_TestInfo tests[] = {{"median of an even count", median_even}, CU_TEST_INFO_NULL};
 *           return suite_run("stats", tests, argc, argv);
 *   }
 *
 * It prints one line a test ("ok", "FAIL" or "skip"), which tests/run.sh counts. An argument is a
 * pattern (fnmatch): only the tests whose name matches run.
 */
#ifndef TESTS_SUITE_H
#define TESTS_SUITE_H

#include <CUnit/CUnit.h>

/* Run the table (ends with CU_TEST_INFO_NULL). Returns 0 when all passed, 1 otherwise. */
int suite_run(const char *name, CU_TestInfo tests[], int argc, char **argv);

/* Call from a test that cannot run here: it counts as skipped, with the reason. Then return. */
void suite_skip(const char *reason);

/*
 * Run `body(arg)` in a forked child with standard error captured into `output` (cut at `size`,
 * zero-terminated). The child ends with status 0 when body returns. Returns its wait status, or
 * -1 when it did not end within `deadline_ms` (then it was killed). For tests of code that is
 * meant to die; no CUnit assertion may be used inside.
 */
int suite_fork(void (*body)(void *), void *arg, int deadline_ms, char *output, size_t size);

#endif
