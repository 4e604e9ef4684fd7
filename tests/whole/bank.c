/*
 * bank.c: every lab keeps its promise: broken.c fails, solution.c passes, and each wrong/NAME.c is
 * caught by the check that its first line names.
 *
 * Run it from the top of the repository, after `make build` and `make bank-LAB`. It asks the
 * labs' own programs for runs, and finds labs and wrong fixes by looking: there is no list.
 */
#include "suite.h"

#include "base/child.h"
#include "base/die.h"
#include "base/file.h"
#include "explore/explore.h"
#include "lab/run.h"
#include "tsan/detector.h"

#include <glob.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_RUNS 60 /* a race that shows in a fifth of all runs is missed once in 600,000 times */
#define NATURAL_RUNS 20 /* before such with adversarial yields */
#define OPS 4000
#define DETECTOR_OPS 200
#define WORKERS 4
#define LONG_MS 60000
#define HANG_MS 3000
#define EXPLORE_WORKERS "2"
#define EXPLORE_OPS "2"

/* Turn labs/LAB/NAME.c into the path of its program in a build. */
static void program_of(const char *source, const char *build, char *path)
{
	const char *folder = source + strlen("labs/");
	const char *name = strchr(folder, '/');

	BUG_UNLESS(name);
	if (snprintf(path, PATH_MAX, "build/labs/%.*s/%s/%.*s", (int)(name - folder), folder, build,
		     (int)strlen(name + 1) - 2, name + 1) >= PATH_MAX)
		BUG("path too long");
}

/* Ask a program for up to `runs` runs; returns the first that `wanted` picks, or the last. */
static struct run search_runs(const char *path, const struct child_options *options,
			      enum exec_model model, int runs, int deadline_ms,
			      bool (*wanted)(const struct run *))
{
	struct run_request request = {
		.model = model, .workers = WORKERS, .ops = OPS, .deadline_ms = deadline_ms};
	char program[PATH_MAX], question[128], answer[512];
	char *argv[] = {program, "--serve", NULL};
	struct child child;
	struct run run = {.outcome = -1};

	snprintf(program, sizeof program, "%s", path);
	if (child_start(&child, argv, options) != 0)
		die_system("cannot start %s", path);
	run_format_request(&request, question, sizeof question);
	for (int i = 0; i < runs; i++) {
		if (child_ask(&child, question, answer, sizeof answer, 2 * LONG_MS) != 0 ||
		    !run_parse(answer, &run))
			die_system("no answer from %s", path);
		if (wanted(&run))
			break;
	}
	child_stop(&child, HANG_MS);
	return run;
}

/*
 * Is there such a run? On a core that has much else to do one worker is over before the next begins,
 * and nothing ever shows. So the program is asked that gives its core away just before it loads or
 * stores (tsan/yields.h), too.
 */
static bool shows(const char *source, enum exec_model model, bool (*wanted)(const struct run *))
{
	char *const yielding[] = {"INTERLEAVE_YIELDS=1", "TSAN_OPTIONS=report_bugs=0:exitcode=0",
				  NULL};
	struct child_options options = {.environment = yielding, .fixed_addresses = 1};
	char native[PATH_MAX], tsan[PATH_MAX];
	struct run run;

	program_of(source, "native", native);
	program_of(source, "tsan", tsan);
	run = search_runs(native, NULL, model, NATURAL_RUNS, HANG_MS, wanted);
	if (!wanted(&run) && model != EXEC_COROUTINES && model != EXEC_SERIAL)
		run = search_runs(tsan, &options, model, MOST_RUNS, HANG_MS, wanted);
	return wanted(&run);
}

static bool is_wrong(const struct run *run)
{
	return run->forbidden && !run->hung;
}

static bool is_hung(const struct run *run)
{
	return run->hung;
}

static bool is_bad(const struct run *run)
{
	return run->forbidden;
}

static bool loses(const char *source, enum exec_model model)
{
	return shows(source, model, is_wrong);
}

static bool hangs(const char *source, enum exec_model model)
{
	return shows(source, model, is_hung);
}

static bool is_fine(const char *path, enum exec_model model, int runs)
{
	struct run run = search_runs(path, NULL, model, runs, LONG_MS, is_bad);

	return !is_bad(&run);
}

/* What ThreadSanitizer says about a few runs. */
static enum detector_verdict detect(const char *path, enum exec_model model)
{
	struct run_request request = {
		.model = model, .workers = WORKERS, .ops = DETECTOR_OPS, .deadline_ms = HANG_MS};
	char program[PATH_MAX], question[128], answer[512];
	char *argv[] = {program, "--serve", NULL};
	enum detector_verdict verdict;
	struct detector detector;
	struct report_list list;

	snprintf(program, sizeof program, "%s", path);
	if (detector_start(&detector, argv) != 0)
		die_system("cannot start %s", path);
	run_format_request(&request, question, sizeof question);
	for (int i = 0; i < 3; i++)
		if (child_ask(&detector.child, question, answer, sizeof answer, LONG_MS) != 0)
			die_system("no answer from %s", path);
	verdict = detector_judge(&detector, &list);
	report_free(&list);
	detector_stop(&detector);
	return verdict;
}

/* A report proves a race; silence may be luck, when a thread is over before the next begins. */
static bool is_reported(const char *path)
{
	for (int i = 0; i < 20; i++)
		if (detect(path, EXEC_THREADS) == DETECTOR_REPORT)
			return true;
	return false;
}

/* Does the lab of that source (labs/LAB/NAME.c) grade fixes by such a check? */
static bool grades_by(const char *source, const char *kind)
{
	const char *end = strchr(source + strlen("labs/"), '/');
	char path[PATH_MAX], *text;
	bool does;

	BUG_UNLESS(end);
	snprintf(path, sizeof path, "%.*s/grade.c", (int)(end - source), source);
	text = file_read(path, NULL);
	does = text && strstr(text, kind);
	free(text);
	return does;
}

/* What the lab's workers are. */
static enum exec_model model_of(const char *source)
{
	return grades_by(source, "GRADE_COROUTINES") && !grades_by(source, "GRADE_THREADS")
		       ? EXEC_COROUTINES
		       : EXEC_THREADS;
}

/* What the explorer says of a few workers with a few operations each. */
static enum explore_verdict explore(const char *source)
{
	struct explore_options options = EXPLORE_DEFAULTS;
	struct explore_result *result;
	enum explore_verdict verdict;
	char program[PATH_MAX], workers[] = EXPLORE_WORKERS, ops[] = EXPLORE_OPS;
	char *argv[] = {program, workers, ops, NULL};

	program_of(source, "explore", program);
	options.cooperative = model_of(source) == EXEC_COROUTINES;
	result = explore_program(argv, &options);
	verdict = result->verdict;
	explore_free(result);
	return verdict;
}

/* The sources are the names of the tests. */
static void programs_of_test(char *native, char *tsan)
{
	const char *source = CU_get_current_test()->pName;

	program_of(source, "native", native);
	program_of(source, "tsan", tsan);
}

/* The first line of a fix, which says what becomes of it; the caller frees it. */
static char *read_first_line(const char *source)
{
	char *text = file_read(source, NULL);

	if (!text)
		die_system("cannot read %s", source);
	text[strcspn(text, "\n")] = '\0';
	return text;
}

/* The word after "Caught by: "; "" when there is none. */
static void read_check(const char *source, char *check, size_t size)
{
	static const char marker[] = "Caught by: ";
	char *line = read_first_line(source);
	char *found = strstr(line, marker);

	*check = '\0';
	if (found && (strncmp(line, "/* Misconception: ", 18) == 0 || found == line + 3))
		snprintf(check, size, "%.*s", (int)strcspn(found + strlen(marker), " *"),
			 found + strlen(marker));
	free(line);
}

/* What races in the grader's runs, luck may show to any run. */
static bool may_race(const char *source)
{
	char *line = read_first_line(source);
	bool may = strstr(line, ", ThreadSanitizer") != NULL;

	free(line);
	return may;
}

/* Usually it is right as long as nothing happens at the same time; if not, its first line says so. */
static void broken_fails(void)
{
	const char *source = CU_get_current_test()->pName;
	char native[PATH_MAX], tsan[PATH_MAX], check[64];

	programs_of_test(native, tsan);
	read_check(source, check, sizeof check);
	if (strcmp(check, "alone") == 0) {
		CU_ASSERT_TRUE(loses(source, EXEC_SERIAL));
		return;
	}
	CU_ASSERT_TRUE(is_fine(native, EXEC_SERIAL, 2));
	CU_ASSERT_TRUE(loses(source, model_of(source)));
	if (grades_by(source, "GRADE_PROCESSES"))
		CU_ASSERT_TRUE(loses(source, EXEC_PROCESSES));
	if (model_of(source) == EXEC_THREADS)
		CU_ASSERT_TRUE(is_reported(tsan));
	CU_ASSERT_EQUAL(explore(source), EXPLORE_FAILED);
}

/* Workers that share a thread cannot all wait for locks that put the thread to sleep. */
static void solution_passes(void)
{
	const char *source = CU_get_current_test()->pName;
	char native[PATH_MAX], tsan[PATH_MAX];
	enum exec_model model = model_of(source);

	programs_of_test(native, tsan);
	CU_ASSERT_TRUE(is_fine(native, EXEC_SERIAL, 2));
	CU_ASSERT_TRUE(is_fine(native, model, MOST_RUNS));
	if (grades_by(source, "GRADE_PROCESSES")) {
		CU_ASSERT_TRUE(is_fine(native, EXEC_PROCESSES, MOST_RUNS));
		CU_ASSERT_TRUE(is_fine(native, EXEC_COROUTINES, 2));
	}
	CU_ASSERT_EQUAL(detect(tsan, model), DETECTOR_CLEAN);
	CU_ASSERT_EQUAL(explore(source), EXPLORE_CERTIFIED);
}

static void wrong_fix_is_caught(void)
{
	const char *source = CU_get_current_test()->pName;
	char native[PATH_MAX], tsan[PATH_MAX], check[64];
	enum exec_model model = model_of(source);

	programs_of_test(native, tsan);
	read_check(source, check, sizeof check);
	if (strcmp(check, "tsan") == 0) {
		CU_ASSERT_TRUE(is_reported(tsan));
	} else if (strcmp(check, "alone") == 0) {
		CU_ASSERT_TRUE(loses(source, EXEC_SERIAL));
	} else if (strcmp(check, "invariant") == 0) {
		CU_ASSERT_TRUE(loses(source, model));
	} else if (strcmp(check, "invariant-processes") == 0) {
		CU_ASSERT_TRUE(is_fine(native, EXEC_THREADS, 5));
		CU_ASSERT_EQUAL(detect(tsan, EXEC_THREADS), DETECTOR_CLEAN);
		CU_ASSERT_TRUE(loses(source, EXEC_PROCESSES));
	} else if (strcmp(check, "hang") == 0) {
		CU_ASSERT_TRUE(hangs(source, model));
	} else if (strcmp(check, "hang-processes") == 0) {
		CU_ASSERT_TRUE(is_fine(native, EXEC_THREADS, 5));
		CU_ASSERT_TRUE(hangs(source, EXEC_PROCESSES));
	} else if (strcmp(check, "grade") == 0) {
		/* Only the grader's own checks tell: its test (grade.c) asks them. */
		CU_ASSERT_TRUE(is_fine(native, EXEC_SERIAL, 2));
		if (!may_race(source))
			CU_ASSERT_EQUAL(detect(tsan, model), DETECTOR_CLEAN);
	} else if (strcmp(check, "speed") == 0) {
		/* It is right, and so slow that the grader's test must time it. */
		CU_ASSERT_TRUE(is_fine(native, EXEC_SERIAL, 1));
		CU_ASSERT_NOT_EQUAL(explore(source), EXPLORE_FAILED);
	} else if (strcmp(check, "exploration") == 0) {
		/* Natural runs may show it, too; nothing but luck decides. */
		CU_ASSERT_EQUAL(explore(source), EXPLORE_FAILED);
	} else {
		CU_FAIL("the first line is not '/* Misconception: ... Caught by: CHECK */'");
	}
}

static size_t add_tests(CU_TestInfo *tests, size_t count, const char *pattern, CU_TestFunc function)
{
	static glob_t found[8];
	static size_t used;
	glob_t *files = &found[used++];

	BUG_UNLESS(used <= sizeof found / sizeof *found);
	if (glob(pattern, 0, NULL, files) != 0)
		die_user("no %s: run this from the top of the repository", pattern);
	for (size_t i = 0; i < files->gl_pathc; i++)
		tests[count++] = (CU_TestInfo){files->gl_pathv[i], function};
	return count;
}

int main(int argc, char **argv)
{
	static CU_TestInfo tests[1000]; /* zeroed: ends with CU_TEST_INFO_NULL */
	size_t count = 0;

	count = add_tests(tests, count, "labs/lab*/broken.c", broken_fails);
	count = add_tests(tests, count, "labs/lab*/solution.c", solution_passes);
	add_tests(tests, count, "labs/lab*/wrong/*.c", wrong_fix_is_caught);
	return suite_run("bank", tests, argc, argv);
}
