/* series.c: tests of the measure room's result files. */
#include "suite.h"

#include "base/die.h"
#include "base/file.h"
#include "measure/series.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

struct scratch {
	char folder[64], path[128];
};

static struct scratch make_scratch(void)
{
	struct scratch scratch = {.folder = "/tmp/interleave-measure.XXXXXX"};

	if (!mkdtemp(scratch.folder))
		die_system("mkdtemp");
	snprintf(scratch.path, sizeof scratch.path, "%s/result.tsv", scratch.folder);
	return scratch;
}

/* Only empty folders go: this also tells that nothing was left aside. */
static void remove_scratch(const struct scratch *scratch)
{
	unlink(scratch->path);
	CU_ASSERT_EQUAL(rmdir(scratch->folder), 0);
}

static void series_comes_back(void)
{
	struct scratch scratch = make_scratch();
	struct series *series = series_open(scratch.path, "cost per insert", "variant\tmedian_ns");
	char *text;

	series_fact(series, "seed", "%d", 7);
	series_fact(series, "note", "two\nlines\tand a tab");
	series_row(series, "%s\t%.1f", "broken", 31.25);
	series_row(series, "%s\t%.1f", "solution", 48.0);
	CU_ASSERT_EQUAL(series_close(series), 0);
	text = file_read(scratch.path, NULL);
	CU_ASSERT_PTR_NOT_NULL_FATAL(text);
	CU_ASSERT_EQUAL(strncmp(text, "# experiment: cost per insert\n# machine: ", 41), 0);
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "\n# clocksource: "));
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "\n# seed: 7\n# note: two lines and a tab\n"
					    "variant\tmedian_ns\nbroken\t31.2\nsolution\t48.0\n"));
	CU_ASSERT_STRING_EQUAL(text + strlen(text) - 14, "solution\t48.0\n");
	free(text);
	remove_scratch(&scratch);
}

static void empty_series_has_its_columns(void)
{
	struct scratch scratch = make_scratch();
	char *text;

	CU_ASSERT_EQUAL(series_close(series_open(scratch.path, "nothing", "a\tb")), 0);
	text = file_read(scratch.path, NULL);
	CU_ASSERT_PTR_NOT_NULL_FATAL(text);
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "\na\tb\n"));
	free(text);
	remove_scratch(&scratch);
}

static void dropped_series_writes_nothing(void)
{
	struct scratch scratch = make_scratch();
	struct series *series = series_open(scratch.path, "dropped", "a");

	series_row(series, "1");
	series_drop(series);
	CU_ASSERT_EQUAL(access(scratch.path, F_OK), -1);
	remove_scratch(&scratch);
}

/* A limit on the size of files makes the write fail halfway, for root as well. */
static void close_past_the_limit(void *path)
{
	struct rlimit limit = {4096, 4096};
	struct series *series = series_open(path, "too large", "number");

	for (int i = 0; i < 5000; i++)
		series_row(series, "%d", i);
	signal(SIGXFSZ, SIG_IGN);
	if (setrlimit(RLIMIT_FSIZE, &limit) != 0)
		die_system("setrlimit");
	_exit(series_close(series) == -1 && errno == EFBIG ? 42 : 1);
}

static void failed_close_keeps_the_old_file(void)
{
	struct scratch scratch = make_scratch();
	char output[512], *text;
	int status;

	CU_ASSERT_EQUAL(file_replace(scratch.path, "old", 3), 0);
	status = suite_fork(close_past_the_limit, scratch.path, 10000, output, sizeof output);
	CU_ASSERT(WIFEXITED(status) && WEXITSTATUS(status) == 42);
	text = file_read(scratch.path, NULL);
	CU_ASSERT_PTR_NOT_NULL_FATAL(text);
	CU_ASSERT_STRING_EQUAL(text, "old");
	free(text);
	remove_scratch(&scratch);
}

static void impossible_path_is_reported(void)
{
	CU_ASSERT_EQUAL(series_close(series_open("/dev/null/result.tsv", "x", "a")), -1);
	CU_ASSERT_EQUAL(errno, ENOTDIR);
}

static void write_a_short_row(void *unused)
{
	(void)unused;
	series_row(series_open("result.tsv", "x", "a\tb"), "1");
}

static void write_two_rows_as_one(void *unused)
{
	(void)unused;
	series_row(series_open("result.tsv", "x", "a"), "1\n2");
}

static void add_a_late_fact(void *unused)
{
	struct series *series = series_open("result.tsv", "x", "a");

	(void)unused;
	series_row(series, "1");
	series_fact(series, "late", "yes");
}

static void misshapen_files_are_bugs(void)
{
	void (*const mistakes[])(void *) = {write_a_short_row, write_two_rows_as_one,
					    add_a_late_fact};
	char output[512];

	for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
		int status = suite_fork(mistakes[i], NULL, 10000, output, sizeof output);

		CU_ASSERT(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
	}
}

int main(int argc, char **argv)
{
	static CU_TestInfo tests[] = {
		{"a series comes back", series_comes_back},
		{"an empty series has its columns", empty_series_has_its_columns},
		{"a dropped series writes nothing", dropped_series_writes_nothing},
		{"a failed close keeps the old file", failed_close_keeps_the_old_file},
		{"an impossible path is reported", impossible_path_is_reported},
		{"misshapen files are bugs", misshapen_files_are_bugs},
		CU_TEST_INFO_NULL,
	};

	return suite_run("series", tests, argc, argv);
}
