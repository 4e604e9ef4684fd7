/* suite.c: what every test suite shares (see suite.h). */
#include "suite.h"

#include "base/child.h"
#include "base/die.h"

#include <CUnit/TestRun.h>
#include <errno.h>
#include <fnmatch.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *skip_reason;

void suite_skip(const char *reason)
{
	skip_reason = reason;
}

static void print_failures(const CU_FailureRecord *failure)
{
	for (; failure; failure = failure->pNext)
		printf("         %s:%u: %s\n", failure->strFileName, failure->uiLineNumber,
		       failure->strCondition);
}

static void test_done(const CU_pTest test, const CU_pSuite suite, const CU_pFailureRecord failure)
{
	if (failure) {
		printf("  FAIL %s: %s\n", suite->pName, test->pName);
		print_failures(failure);
	} else if (skip_reason) {
		printf("  skip %s: %s (%s)\n", suite->pName, test->pName, skip_reason);
	} else {
		printf("  ok   %s: %s\n", suite->pName, test->pName);
	}
	fflush(stdout);
	skip_reason = NULL;
}

static CU_pSuite new_suite(const char *name)
{
	CU_pSuite suite;

	if (CU_initialize_registry() != CUE_SUCCESS)
		BUG("CUnit: %s", CU_get_error_msg());
	suite = CU_add_suite(name, NULL, NULL);
	if (!suite)
		BUG("CUnit: %s", CU_get_error_msg());
	return suite;
}

int suite_run(const char *name, CU_TestInfo tests[], int argc, char **argv)
{
	CU_pSuite suite = new_suite(name);
	unsigned failed;

	for (CU_TestInfo *test = tests; test->pName; test++) {
		if (argc > 1 && fnmatch(argv[1], test->pName, 0) != 0)
			continue;
		if (!CU_add_test(suite, test->pName, test->pTestFunc))
			BUG("CUnit: %s", CU_get_error_msg());
	}
	CU_set_test_complete_handler(test_done);
	CU_run_all_tests();
	/* The return value of CUnit's runners says nothing about failures: count them. */
	failed = CU_get_number_of_failures();
	CU_cleanup_registry();
	return failed ? 1 : 0;
}

static void run_body(void (*body)(void *), void *arg, int err)
{
	if (dup2(err, STDERR_FILENO) < 0)
		_exit(126);
	body(arg);
	fflush(NULL);
	_exit(0);
}

static void read_rest(int fd, char *output, size_t size)
{
	size_t used = 0;
	ssize_t n;

	while (used + 1 < size && (n = read(fd, output + used, size - 1 - used)) != 0) {
		if (n < 0 && errno != EINTR)
			break;
		if (n > 0)
			used += (size_t)n;
	}
	output[used] = '\0';
}

int suite_fork(void (*body)(void *), void *arg, int deadline_ms, char *output, size_t size)
{
	/* A file, not a pipe: a child that prints much must not block, and we read at the end. */
	FILE *captured = tmpfile();
	int status = -1;
	pid_t pid;

	if (!captured)
		die_system("tmpfile");
	fflush(NULL);
	pid = fork();
	if (pid < 0)
		die_system("fork");
	if (pid == 0)
		run_body(body, arg, fileno(captured));
	if (child_wait(pid, deadline_ms, &status) != 1) {
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
		status = -1;
	}
	if (lseek(fileno(captured), 0, SEEK_SET) != 0)
		die_system("lseek");
	read_rest(fileno(captured), output, size);
	fclose(captured);
	return status;
}
