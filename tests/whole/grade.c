/*
 * grade.c: marks that can be defended: the solution and every right fix (tests/right) get all
 * points, broken.c and each wrong fix lose those that its first line names, and hostile ones
 * (tests/attacks) nothing that they did not do.
 *
 * Attacks are run by the grader only, in its sandbox.
 */
#include "suite.h"

#include "base/die.h"
#include "base/file.h"

#include <glob.h>
#include <jansson.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>

#define LAB "lab03"
#define OUT "build/tests/grade.txt"
#define ALONE_POINTS 5 /* builds, alone, memory: what code that does the work may have */

/* ---- one grade ---- */

struct grade {
	int status;
	char folder[PATH_MAX];
	json_t *results;
};

/* The grader says where it wrote: the last line ends in .../feedback.md. */
static void find_folder(struct grade *grade)
{
	char *text = file_read(OUT, NULL), *end, *start;

	if (!text)
		die_system("cannot read " OUT);
	end = strstr(text, "/feedback.md");
	for (start = end; start && start > text && start[-1] != ' '; start--)
		;
	snprintf(grade->folder, sizeof grade->folder, "%.*s", start ? (int)(end - start) : 0,
		 start ? start : "");
	free(text);
}

static struct grade grade_fix(const char *source)
{
	struct grade grade;
	char command[2 * PATH_MAX], path[2 * PATH_MAX];
	int status;

	snprintf(command, sizeof command, "build/bin/grade " LAB " '%s' >" OUT " 2>&1", source);
	status = system(command);
	grade.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
	find_folder(&grade);
	snprintf(path, sizeof path, "%s/results.json", grade.folder);
	grade.results = json_load_file(path, 0, NULL);
	CU_ASSERT_PTR_NOT_NULL_FATAL(grade.results);
	return grade;
}

static int score_of(const struct grade *grade)
{
	return (int)json_integer_value(json_object_get(grade->results, "score"));
}

/* The names of the checks that were not passed, separated by ", ". */
static void list_lost(const struct grade *grade, char *list, size_t size)
{
	json_t *tests = json_object_get(grade->results, "tests"), *test;
	size_t i;

	*list = '\0';
	json_array_foreach(tests, i, test)
	{
		if (strcmp(json_string_value(json_object_get(test, "status")), "passed") == 0)
			continue;
		snprintf(list + strlen(list), size - strlen(list), "%s%s", *list ? ", " : "",
			 json_string_value(json_object_get(test, "name")));
	}
}

static void leaves_nothing(const struct grade *grade)
{
	char box[2 * PATH_MAX];
	struct stat status;

	snprintf(box, sizeof box, "%s/box", grade->folder);
	CU_ASSERT_NOT_EQUAL(stat(box, &status), 0);
}

/* ---- the promises ---- */

static void right_fix_gets_all(void)
{
	struct grade grade = grade_fix(CU_get_current_test()->pName);
	char lost[256];

	list_lost(&grade, lost, sizeof lost);
	CU_ASSERT_EQUAL(grade.status, 0);
	CU_ASSERT_STRING_EQUAL(lost, "");
	CU_ASSERT_EQUAL(score_of(&grade), 20);
	leaves_nothing(&grade);
	json_decref(grade.results);
}

/* What follows "Loses: " in the first line. */
static void read_losses(const char *source, char *losses, size_t size)
{
	char *text = file_read(source, NULL), *found;

	if (!text)
		die_system("cannot read %s", source);
	text[strcspn(text, "\n")] = '\0';
	found = strstr(text, "Loses: ");
	snprintf(losses, size, "%s", found ? found + strlen("Loses: ") : "");
	if (strstr(losses, " */"))
		*strstr(losses, " */") = '\0';
	free(text);
}

static bool names_misconception(const struct grade *grade)
{
	char path[2 * PATH_MAX], *text;
	bool named;

	snprintf(path, sizeof path, "%s/feedback.md", grade->folder);
	text = file_read(path, NULL);
	if (!text)
		die_system("cannot read %s", path);
	named = strstr(text, "** See \"") != NULL;
	free(text);
	return named;
}

static void wrong_fix_loses(void)
{
	const char *source = CU_get_current_test()->pName;
	struct grade grade = grade_fix(source);
	char lost[256], promised[256];

	read_losses(source, promised, sizeof promised);
	list_lost(&grade, lost, sizeof lost);
	CU_ASSERT_EQUAL(grade.status, 1);
	CU_ASSERT_STRING_NOT_EQUAL(promised, "");
	CU_ASSERT_STRING_EQUAL(lost, promised);
	if (strcmp(lost, promised) != 0)
		printf("  loses: %s; promised: %s\n", lost, promised);
	CU_ASSERT_TRUE(names_misconception(&grade));
	leaves_nothing(&grade);
	json_decref(grade.results);
}

/* It is handed out: what it lacks is what the exercise is about. */
static void broken_is_not_enough(void)
{
	struct grade grade = grade_fix(CU_get_current_test()->pName);
	char lost[256];

	list_lost(&grade, lost, sizeof lost);
	CU_ASSERT_EQUAL(grade.status, 1);
	CU_ASSERT_STRING_EQUAL(lost, "Threads, ThreadSanitizer, In order, Processes, Side by side");
	CU_ASSERT_TRUE(names_misconception(&grade));
	json_decref(grade.results);
}

static void attack_gains_nothing(void)
{
	const char *source = CU_get_current_test()->pName;
	struct grade grade = grade_fix(source);
	char *text = file_read(source, NULL);

	if (!text)
		die_system("cannot read %s", source);
	CU_ASSERT_EQUAL(grade.status, 1);
	if (strncmp(text, "/* Attack: refused */", 21) == 0)
		CU_ASSERT_EQUAL(score_of(&grade), 0);
	CU_ASSERT_TRUE(score_of(&grade) <= ALONE_POINTS);
	leaves_nothing(&grade);
	free(text);
	json_decref(grade.results);
}

/* All but the time it took. */
static void same_marks_twice(void)
{
	static const char *const sources[] = {"labs/lab03-shared-list/broken.c",
					      "labs/lab03-shared-list/wrong/lost-wakeup.c",
					      "tests/right/lab03-lockfree.c"};

	for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
		struct grade one = grade_fix(sources[i]), other = grade_fix(sources[i]);
		char lost[256], again[256];

		list_lost(&one, lost, sizeof lost);
		list_lost(&other, again, sizeof again);
		CU_ASSERT_STRING_EQUAL(lost, again);
		CU_ASSERT_EQUAL(score_of(&one), score_of(&other));
		json_decref(one.results);
		json_decref(other.results);
	}
}

static size_t add(CU_TestInfo *tests, size_t count, const char *pattern, CU_TestFunc function)
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
	static CU_TestInfo tests[400]; /* zeroed: ends with CU_TEST_INFO_NULL */
	size_t count = 0;

	count = add(tests, count, "labs/" LAB "-*/solution.c", right_fix_gets_all);
	count = add(tests, count, "tests/right/" LAB "-*.c", right_fix_gets_all);
	count = add(tests, count, "labs/" LAB "-*/broken.c", broken_is_not_enough);
	count = add(tests, count, "labs/" LAB "-*/wrong/*.c", wrong_fix_loses);
	count = add(tests, count, "tests/attacks/*.c", attack_gains_nothing);
	tests[count] = (CU_TestInfo){"the same fix gets the same marks", same_marks_twice};
	return suite_run("grade", tests, argc, argv);
}
