/*
 * grade.c: marks that can be defended, in each lab that has an exercise: the solution and every right
 * fix (tests/right) get all points, broken.c and each wrong fix lose those that its first line names,
 * for the reason that it names, and hostile ones (tests/attacks) gain nothing that they did not do.
 *
 *   build/tests/native/whole/grade                    each once
 *   GRADE_ROUNDS=20 build/tests/native/whole/grade    each so often: the marks must always be the same
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

#define OUT "build/tests/grade.txt"
#define ATTACKED "lab03" /* the exercise that attacks pretend to solve, if they name no other */
#define ALONE_POINTS 5	 /* of it: builds, alone, memory: what code that does the work may have */

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

/* "labs/lab03-x/wrong/y.c" and "tests/right/lab03-y.c" tell; what does not is an attack. */
static const char *lab_of(const char *source, char *lab, size_t size)
{
	const char *name = strstr(source, "/lab");

	if (name)
		snprintf(lab, size, "%.*s", (int)strcspn(name + 1, "-"), name + 1);
	else
		snprintf(lab, size, "%s", ATTACKED);
	return lab;
}

static struct grade grade_fix(const char *source)
{
	struct grade grade;
	char command[2 * PATH_MAX], path[2 * PATH_MAX], lab[32];
	int status;

	snprintf(command, sizeof command, "build/bin/grade %s '%s' >" OUT " 2>&1",
		 lab_of(source, lab, sizeof lab), source);
	status = system(command);
	grade.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
	find_folder(&grade);
	snprintf(path, sizeof path, "%s/results.json", grade.folder);
	grade.results = json_load_file(path, 0, NULL);
	if (!grade.results && system("tail -3 " OUT) != 0)
		die_system("cannot show " OUT);
	CU_ASSERT_PTR_NOT_NULL_FATAL(grade.results);
	return grade;
}

static int number_of(const struct grade *grade, const char *name)
{
	return (int)json_integer_value(json_object_get(grade->results, name));
}

static int rounds(void)
{
	const char *text = getenv("GRADE_ROUNDS");

	return text && atoi(text) > 0 ? atoi(text) : 1;
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

static bool has_tag(const struct grade *grade, const char *name)
{
	json_t *tests = json_object_get(grade->results, "tests"), *test, *tag;
	size_t i, k;

	json_array_foreach(tests, i, test)
	{
		json_array_foreach(json_object_get(test, "tags"), k, tag)
		{
			if (strcmp(json_string_value(tag), name) == 0)
				return true;
		}
	}
	return false;
}

static void leaves_nothing(const struct grade *grade)
{
	char box[2 * PATH_MAX];
	struct stat status;

	snprintf(box, sizeof box, "%s/box", grade->folder);
	CU_ASSERT_NOT_EQUAL(stat(box, &status), 0);
}

/* ---- the promises ---- */

/* So that what went wrong in one of many rounds can be looked at. */
static void keep(const struct grade *grade)
{
	char command[3 * PATH_MAX];

	snprintf(command, sizeof command, "cp '%s/feedback.md' build/tests/grade-unexpected.md",
		 grade->folder);
	if (system(command) == 0)
		puts("  kept as build/tests/grade-unexpected.md");
}

static void gets_all(const char *source)
{
	struct grade grade = grade_fix(source);
	char lost[256];

	list_lost(&grade, lost, sizeof lost);
	CU_ASSERT_EQUAL(grade.status, 0);
	CU_ASSERT_STRING_EQUAL(lost, "");
	CU_ASSERT_EQUAL(number_of(&grade, "score"), number_of(&grade, "max_score"));
	leaves_nothing(&grade);
	if (*lost) {
		printf("  loses: %s\n", lost);
		keep(&grade);
	}
	json_decref(grade.results);
}

static void right_fix_gets_all(void)
{
	for (int round = 0; round < rounds(); round++)
		gets_all(CU_get_current_test()->pName);
}

/* What follows `word` in the first line, up to the next word with a colon. */
static void read_promise(const char *source, const char *word, char *promise, size_t size)
{
	char *text = file_read(source, NULL), *found, *end;

	if (!text)
		die_system("cannot read %s", source);
	text[strcspn(text, "\n")] = '\0';
	found = strstr(text, word);
	snprintf(promise, size, "%s", found ? found + strlen(word) : "");
	end = strstr(promise, " Named: ") ? strstr(promise, " Named: ") : strstr(promise, " */");
	if (end)
		*end = '\0';
	free(text);
}

static void loses_as_promised(const char *source)
{
	struct grade grade = grade_fix(source);
	char lost[256], losses[256], name[256];

	read_promise(source, "Loses: ", losses, sizeof losses);
	read_promise(source, "Named: ", name, sizeof name);
	list_lost(&grade, lost, sizeof lost);
	CU_ASSERT_EQUAL(grade.status, 1);
	CU_ASSERT_STRING_NOT_EQUAL(losses, "");
	CU_ASSERT_STRING_EQUAL(lost, losses);
	CU_ASSERT_TRUE(has_tag(&grade, name));
	if (strcmp(lost, losses) != 0 || !has_tag(&grade, name)) {
		printf("  loses: %s; promised: %s, %s\n", lost, losses, name);
		keep(&grade);
	}
	leaves_nothing(&grade);
	json_decref(grade.results);
}

static void wrong_fix_loses(void)
{
	for (int round = 0; round < rounds(); round++)
		loses_as_promised(CU_get_current_test()->pName);
}

static void attack_gains_nothing(void)
{
	const char *source = CU_get_current_test()->pName;
	struct grade grade = grade_fix(source);
	char *text = file_read(source, NULL), losses[256], lost[256];

	if (!text)
		die_system("cannot read %s", source);
	read_promise(source, "Loses: ", losses, sizeof losses);
	list_lost(&grade, lost, sizeof lost);
	CU_ASSERT_EQUAL(grade.status, 1);
	if (strncmp(text, "/* Attack: refused */", 21) == 0)
		CU_ASSERT_EQUAL(number_of(&grade, "score"), 0);
	if (*losses)
		CU_ASSERT_STRING_EQUAL(lost, losses);
	if (!*losses)
		CU_ASSERT_TRUE(number_of(&grade, "score") <= ALONE_POINTS);
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
		CU_ASSERT_EQUAL(number_of(&one, "score"), number_of(&other, "score"));
		json_decref(one.results);
		json_decref(other.results);
	}
}

static size_t add(CU_TestInfo *tests, size_t count, const char *pattern, CU_TestFunc function)
{
	static glob_t found[64]; /* the names of the tests lie there */
	static size_t used;
	glob_t *files = &found[used++];

	BUG_UNLESS(used <= sizeof found / sizeof *found);
	if (glob(pattern, 0, NULL, files) != 0)
		die_user("no %s: run this from the top of the repository", pattern);
	for (size_t i = 0; i < files->gl_pathc; i++)
		tests[count++] = (CU_TestInfo){files->gl_pathv[i], function};
	return count;
}

/* Of each lab that has a grade.c. */
static size_t add_exercises(CU_TestInfo *tests, size_t count, const char *name,
			    CU_TestFunc function)
{
	glob_t labs;

	if (glob("labs/lab*/grade.c", 0, NULL, &labs) != 0)
		die_user("no labs/lab*/grade.c: run this from the top of the repository");
	for (size_t i = 0; i < labs.gl_pathc; i++) {
		char pattern[PATH_MAX];

		snprintf(pattern, sizeof pattern, "%.*s/%s",
			 (int)(strlen(labs.gl_pathv[i]) - strlen("/grade.c")), labs.gl_pathv[i],
			 name);
		count = add(tests, count, pattern, function);
	}
	globfree(&labs);
	return count;
}

int main(int argc, char **argv)
{
	static CU_TestInfo tests[1000]; /* zeroed: ends with CU_TEST_INFO_NULL */
	size_t count = 0;

	count = add_exercises(tests, count, "solution.c", right_fix_gets_all);
	count = add(tests, count, "tests/right/lab*.c", right_fix_gets_all);
	count = add_exercises(tests, count, "broken.c", wrong_fix_loses);
	count = add_exercises(tests, count, "wrong/*.c", wrong_fix_loses);
	count = add(tests, count, "tests/attacks/*.c", attack_gains_nothing);
	tests[count] = (CU_TestInfo){"the same fix gets the same marks", same_marks_twice};
	return suite_run("grade", tests, argc, argv);
}
