/*
 * detector.c: tests of the detector on real programs (tests/data/tsan-subjects), each with a twin
 * that differs in the one thing the detector must, or cannot, tell apart.
 */
#include "suite.h"

#include "base/die.h"
#include "base/file.h"
#include "tsan/detector.h"

#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

/* What became of a subject. */
struct outcome {
	enum detector_verdict verdict;
	struct report_list list;
	char output[256];
	int status;
};

static void find_subject(const char *name, char *path)
{
	char folder[PATH_MAX];

	if (file_own_folder(folder, sizeof folder) != 0)
		die_system("own folder");
	if (snprintf(path, PATH_MAX, "%s/../../subjects/%s", folder, name) >= PATH_MAX)
		BUG("path too long");
}

static void start_subject(struct detector *detector, const char *name, const char *twin)
{
	char path[PATH_MAX], argument[16];
	char *argv[] = {path, argument, NULL};

	find_subject(name, path);
	snprintf(argument, sizeof argument, "%s", twin);
	if (detector_start(detector, argv) != 0)
		die_system("%s", path);
}

static void run_subject(struct outcome *outcome, const char *name, const char *twin)
{
	struct detector detector;
	size_t length;

	start_subject(&detector, name, twin);
	length = fread(outcome->output, 1, sizeof outcome->output - 1, detector.child.from);
	outcome->output[length] = '\0';
	outcome->verdict = detector_judge(&detector, &outcome->list);
	outcome->status = detector_stop(&detector);
}

static void stays_silent(const char *name, const char *twin)
{
	struct outcome outcome;

	run_subject(&outcome, name, twin);
	CU_ASSERT_EQUAL(outcome.verdict, DETECTOR_CLEAN);
	CU_ASSERT_EQUAL(outcome.list.count, 0);
	CU_ASSERT(outcome.list.canary);
	report_free(&outcome.list);
}

/* Returns the first report of the broken twin in `outcome`, which the caller frees; or NULL. */
static const struct report *is_reported(struct outcome *outcome, const char *name, const char *type)
{
	stays_silent(name, "fixed");
	run_subject(outcome, name, "broken");
	CU_ASSERT_EQUAL(outcome->verdict, DETECTOR_REPORT);
	if (outcome->list.count == 0)
		return NULL;
	CU_ASSERT_STRING_EQUAL(outcome->list.reports[0].type, type);
	return &outcome->list.reports[0];
}

static void counting_without_a_lock(void)
{
	struct outcome outcome;
	const struct report *report = is_reported(&outcome, "counter", "data-race");

	CU_ASSERT_PTR_NOT_NULL_FATAL(report);
	CU_ASSERT_STRING_EQUAL(report->location, "global 'counter'");
	CU_ASSERT_STRING_EQUAL(report->access[0].frame[0].source, "counter++;");
	CU_ASSERT_STRING_EQUAL(report->access[1].frame[0].function, "count_unlocked");
	CU_ASSERT_EQUAL(report->threads, 2);
	report_free(&outcome.list);
}

static void publishing_by_a_relaxed_flag(void)
{
	struct outcome outcome;
	const struct report *report = is_reported(&outcome, "publish", "data-race");

	CU_ASSERT_PTR_NOT_NULL_FATAL(report);
	CU_ASSERT_STRING_EQUAL(report->location, "global 'message'");
	CU_ASSERT_EQUAL(report->access[0].act, REPORT_READS);
	CU_ASSERT_EQUAL(report->access[1].act, REPORT_WRITES);
	report_free(&outcome.list);
}

static void opposite_lock_orders(void)
{
	struct outcome outcome;
	const struct report *report = is_reported(&outcome, "lock_order", "lock-order-inversion");

	CU_ASSERT_PTR_NOT_NULL_FATAL(report);
	CU_ASSERT_STRING_EQUAL(report->location, "first, second");
	CU_ASSERT_EQUAL(report->accesses, 4);
	report_free(&outcome.list);
}

static void use_of_freed_memory(void)
{
	struct outcome outcome;
	const struct report *report = is_reported(&outcome, "freed", "heap-use-after-free");

	CU_ASSERT_PTR_NOT_NULL_FATAL(report);
	CU_ASSERT_STRING_EQUAL(report->access[1].frame[0].source, "free(block);");
	report_free(&outcome.list);
}

static void lock_released_by_a_stranger(void)
{
	struct outcome outcome;
	const struct report *report = is_reported(&outcome, "misuse", "mutex-bad-unlock");

	CU_ASSERT_PTR_NOT_NULL_FATAL(report);
	CU_ASSERT_STRING_EQUAL(report->location, "lock");
	report_free(&outcome.list);
}

/* "fixed" are two processes: the same race, which the detector cannot see. */
static void processes_race_unseen(void)
{
	struct outcome outcome;
	const struct report *report = is_reported(&outcome, "mapped", "data-race");

	CU_ASSERT_PTR_NOT_NULL_FATAL(report);
	CU_ASSERT_STRING_EQUAL(report->location, "shared->counter");
	report_free(&outcome.list);
}

static void forked_processes_report_at_once(void)
{
	struct outcome outcome;
	const struct report *report = is_reported(&outcome, "forked", "data-race");
	long half = 0, all = 0;

	CU_ASSERT_PTR_NOT_NULL_FATAL(report);
	CU_ASSERT_EQUAL(sscanf(outcome.output, "%ld %ld", &half, &all), 2);
	CU_ASSERT(half >= 4); /* every process reports: none thinks it was reported before */
	CU_ASSERT(all >= half + 4);
	/* Nothing is torn: what came in equals what was counted inside. */
	for (size_t i = 0; i < outcome.list.count; i++)
		all -= outcome.list.reports[i].times;
	CU_ASSERT_EQUAL(all, 0);
	report_free(&outcome.list);
}

static void check_ending(const char *ending, bool signaled, int code)
{
	struct outcome outcome;

	run_subject(&outcome, "ending", ending);
	CU_ASSERT_EQUAL(outcome.verdict, DETECTOR_CLEAN);
	CU_ASSERT_EQUAL(!!WIFSIGNALED(outcome.status), signaled);
	CU_ASSERT_EQUAL(signaled ? WTERMSIG(outcome.status) : WEXITSTATUS(outcome.status), code);
	report_free(&outcome.list);
}

static void status_66_is_no_race(void)
{
	check_ending("66", false, 66);
	check_ending("77", false, 77);
}

static void crash_is_no_race(void)
{
	check_ending("segv", true, SIGSEGV);
}

static void deadlock_that_hangs(void)
{
	struct detector detector;
	struct report_list list;
	char line[64] = "";
	int status;

	stays_silent("deadlock", "fixed");
	start_subject(&detector, "deadlock", "broken");
	CU_ASSERT_PTR_NOT_NULL(fgets(line, sizeof line, detector.child.from));
	CU_ASSERT_STRING_EQUAL(line, "both hold one\n");
	CU_ASSERT_EQUAL(detector_judge(&detector, &list), DETECTOR_CLEAN);
	report_free(&list);
	status = detector_stop(&detector);
	CU_ASSERT(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

static void silenced_detector_is_blind(void)
{
	struct outcome outcome;

	run_subject(&outcome, "suppressed", "broken");
	CU_ASSERT_EQUAL(outcome.verdict, DETECTOR_BLIND);
	CU_ASSERT_EQUAL(outcome.list.count, 0);
	report_free(&outcome.list);
	run_subject(&outcome, "no_canary", "broken");
	CU_ASSERT_EQUAL(outcome.verdict, DETECTOR_BLIND);
	report_free(&outcome.list);
}

/* Returns how many of so many runs are reported, the n-th with yields of seed n. */
static int count_reported(const char *twin, int runs)
{
	int reported = 0;

	for (int run = 1; run <= runs; run++) {
		struct outcome outcome;
		char seed[16];

		snprintf(seed, sizeof seed, "%d", run);
		if (setenv("INTERLEAVE_YIELDS", seed, 1) != 0)
			die_system("setenv");
		run_subject(&outcome, "lucky", twin);
		CU_ASSERT_NOT_EQUAL(outcome.verdict, DETECTOR_BLIND);
		reported += outcome.verdict == DETECTOR_REPORT;
		report_free(&outcome.list);
	}
	unsetenv("INTERLEAVE_YIELDS");
	return reported;
}

/* Without yields it is seen when the machine is busy, and else rarely, if at all: nothing to ask for. */
static void yields_show_what_a_lock_hides(void)
{
	CU_ASSERT(count_reported("broken", 60) > 5); /* more than luck gives */
	CU_ASSERT_EQUAL(count_reported("fixed", 20), 0);
}

static void our_options_win(void)
{
	struct outcome outcome;

	if (setenv("TSAN_OPTIONS", "report_bugs=0", 1) != 0)
		die_system("setenv");
	run_subject(&outcome, "switched_off", "broken");
	CU_ASSERT_EQUAL(outcome.verdict, DETECTOR_REPORT);
	CU_ASSERT(outcome.list.canary);
	report_free(&outcome.list);
	unsetenv("TSAN_OPTIONS");
}

static void coroutines_are_silent(void)
{
	struct outcome outcome;

	stays_silent("coroutines", "fixed");
	run_subject(&outcome, "coroutines", "broken");
	CU_ASSERT_EQUAL(outcome.verdict, DETECTOR_CLEAN);
	CU_ASSERT_STRING_EQUAL(outcome.output, "100\n"); /* of 200: updates are lost */
	report_free(&outcome.list);
}

/* Without llvm-symbolizer in PATH reports are poorer, and no less reports. */
static void no_symbolizer_no_lines(void)
{
	char *path = strdup(getenv("PATH"));
	struct outcome outcome;

	if (!path || setenv("PATH", "/nowhere", 1) != 0)
		die_system("setenv");
	run_subject(&outcome, "counter", "broken");
	setenv("PATH", path, 1);
	free(path);
	CU_ASSERT_EQUAL(outcome.verdict, DETECTOR_REPORT);
	CU_ASSERT_FATAL(outcome.list.count > 0);
	CU_ASSERT_EQUAL(outcome.list.reports[0].access[0].frame[0].line, 0);
	CU_ASSERT_PTR_NOT_NULL(strstr(outcome.list.reports[0].location, "counter+0x"));
	report_free(&outcome.list);
}

static void missing_program(void)
{
	char path[] = "/no/such/program";
	char *argv[] = {path, NULL};
	struct detector detector;

	CU_ASSERT_EQUAL(detector_start(&detector, argv), -1);
}

int main(int argc, char **argv)
{
	static CU_TestInfo tests[] = {
		{"counting without a lock is reported, with one not", counting_without_a_lock},
		{"a relaxed flag is reported, a releasing one not", publishing_by_a_relaxed_flag},
		{"opposite lock orders are reported, equal ones not", opposite_lock_orders},
		{"use after free is reported, free after use not", use_of_freed_memory},
		{"a lock released by a stranger is reported", lock_released_by_a_stranger},
		{"threads that race are reported, processes not", processes_race_unseen},
		{"forked processes report at the same time", forked_processes_report_at_once},
		{"exit status 66 or 77 is no race", status_66_is_no_race},
		{"a crash is no race", crash_is_no_race},
		{"a deadlock that hangs is silent, and ends", deadlock_that_hangs},
		{"a silenced detector is blind, not clean", silenced_detector_is_blind},
		{"yields show what a lucky lock hides", yields_show_what_a_lock_hides},
		{"our options win over the program's and the user's", our_options_win},
		{"coroutines are silent, also when they lose updates", coroutines_are_silent},
		{"without llvm-symbolizer there are no lines", no_symbolizer_no_lines},
		{"a missing program is refused", missing_program},
		CU_TEST_INFO_NULL,
	};

	return suite_run("detector", tests, argc, argv);
}
