/*
 * explore.c: build/bin/explore says of each program in tests/data/explore-subjects what its first
 * line promises: a kind of failure, "certified", or why there is no verdict. Every failure must
 * show again when its schedule is replayed.
 */
#include "suite.h"

#include "base/die.h"
#include "base/file.h"

#include <glob.h>
#include <jansson.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#define SUBJECTS "tests/data/explore-subjects/"
#define OUT "build/tests/explore"

/* What the first line promises: a word, and perhaps options. */
struct promise {
	char word[32], options[64];
};

static struct promise read_promise(const char *path)
{
	struct promise promise = {"", ""};
	char *text = file_read(path, NULL);

	if (!text)
		die_system("cannot read %s", path);
	if (sscanf(text, "/* Explore: %31s %63[^*]", promise.word, promise.options) < 1)
		die_user("%s: the first line is not '/* Explore: WORD options */'", path);
	if (promise.options[0] == '*')
		promise.options[0] = '\0';
	free(text);
	return promise;
}

/* Run the explorer; returns its exit status, and what it wrote as JSON. */
static int explore(const char *options, const char *path, json_t **json)
{
	char command[2 * PATH_MAX];
	json_error_t error;
	int status;

	snprintf(command, sizeof command,
		 "rm -f " OUT ".json; build/bin/explore --budget=10 %s --out=" OUT ".json %s >" OUT
		 ".txt 2>&1",
		 options, path);
	status = system(command);
	*json = json_load_file(OUT ".json", 0, &error);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static const char *member(json_t *json, const char *name)
{
	const char *text = json_string_value(json_object_get(json, name));

	return text ? text : "";
}

/* 0: nothing found; 1: a failure; 2: no verdict. */
static int expected_status(const char *word)
{
	static const char *const none[] = {"certified", "nothing"};
	static const char *const refused[] = {"refused", "broken"};

	for (int i = 0; i < 2; i++) {
		if (strcmp(word, none[i]) == 0)
			return 0;
		if (strcmp(word, refused[i]) == 0)
			return 2;
	}
	return 1;
}

static void replays(const char *path, const struct promise *promise, json_t *found)
{
	const char *schedule = member(found, "schedule");
	char options[8192];
	json_t *json;

	CU_ASSERT_NOT_EQUAL(schedule[0], '\0');
	snprintf(options, sizeof options, "%s --schedule=%s", promise->options, schedule);
	CU_ASSERT_EQUAL(explore(options, path, &json), 1);
	CU_ASSERT_STRING_EQUAL(member(json, "kind"), promise->word);
	CU_ASSERT_STRING_EQUAL(member(json, "schedule"), schedule);
	json_decref(json);
}

static void keeps_promise(void)
{
	const char *path = CU_get_current_test()->pName;
	struct promise promise = read_promise(path);
	int status = expected_status(promise.word);
	json_t *json;

	CU_ASSERT_EQUAL(explore(promise.options, path, &json), status);
	CU_ASSERT_PTR_NOT_NULL_FATAL(json);
	CU_ASSERT_STRING_EQUAL(member(json, status == 1 ? "kind" : "verdict"), promise.word);
	if (status == 1)
		replays(path, &promise, json);
	json_decref(json);
}

int main(int argc, char **argv)
{
	static CU_TestInfo tests[200]; /* zeroed: ends with CU_TEST_INFO_NULL */
	glob_t found;

	if (glob(SUBJECTS "*.c", 0, NULL, &found) != 0)
		die_user("no " SUBJECTS ": run this from the top of the repository");
	for (size_t i = 0; i < found.gl_pathc; i++)
		tests[i] = (CU_TestInfo){found.gl_pathv[i], keeps_promise};
	return suite_run("explore", tests, argc, argv);
}
