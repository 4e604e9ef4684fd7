/* base.c: tests of the base room: files, children, giving up. */
#include "suite.h"

#include "base/child.h"
#include "base/die.h"
#include "base/file.h"
#include "base/term.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void path_in(char *path, const char *folder, const char *name)
{
	if (snprintf(path, PATH_MAX, "%s/%s", folder, name) >= PATH_MAX)
		BUG("path too long");
}

static void make_scratch(char *folder)
{
	strcpy(folder, "/tmp/interleave-base.XXXXXX");
	if (!mkdtemp(folder))
		die_system("mkdtemp");
}

static void replaced_file_has_new_contents(void)
{
	char folder[64], path[PATH_MAX];
	size_t size = 0;
	char *text;

	make_scratch(folder);
	path_in(path, folder, "a/b/result.tsv");
	CU_ASSERT_EQUAL(file_replace(path, "old", 3), 0);
	CU_ASSERT_EQUAL(file_replace(path, "newer", 5), 0);
	text = file_read(path, &size);
	CU_ASSERT_PTR_NOT_NULL_FATAL(text);
	CU_ASSERT_STRING_EQUAL(text, "newer");
	CU_ASSERT_EQUAL(size, 5);
	free(text);
	unlink(path);
	path_in(path, folder, "a/b");
	CU_ASSERT_EQUAL(rmdir(path), 0); /* only empty folders go: no aside file was left */
	path_in(path, folder, "a");
	CU_ASSERT_EQUAL(rmdir(path), 0);
	CU_ASSERT_EQUAL(rmdir(folder), 0);
}

static void tree_is_removed_and_links_not_followed(void)
{
	char folder[64], path[PATH_MAX], link[PATH_MAX];

	make_scratch(folder);
	path_in(path, folder, "keep");
	CU_ASSERT_EQUAL(file_replace(path, "kept", 4), 0);
	path_in(link, folder, "tree/closed/link");
	path_in(path, folder, "tree/closed/file");
	CU_ASSERT_EQUAL(file_replace(path, "gone", 4), 0);
	CU_ASSERT_EQUAL(symlink(folder, link), 0);
	path_in(path, folder, "tree/closed");
	CU_ASSERT_EQUAL(chmod(path, 0), 0);
	path_in(path, folder, "tree");
	CU_ASSERT_EQUAL(file_remove_tree(path), 0);
	CU_ASSERT_NOT_EQUAL(access(path, F_OK), 0);
	CU_ASSERT_EQUAL(file_remove_tree(path), 0); /* nothing there: nothing to do */
	path_in(path, folder, "keep");
	CU_ASSERT_EQUAL(access(path, F_OK), 0);
	CU_ASSERT_EQUAL(file_remove_tree(folder), 0);
}

/* A file-size limit makes write fail halfway, just as a full disk does. */
static void write_past_the_limit(void *path)
{
	struct rlimit limit = {4096, 4096};
	char data[8192] = {0};

	signal(SIGXFSZ, SIG_IGN);
	if (setrlimit(RLIMIT_FSIZE, &limit) != 0)
		die_system("setrlimit");
	_exit(file_replace(path, data, sizeof data) == -1 && errno == EFBIG ? 42 : 1);
}

static void failed_write_keeps_old_file(void)
{
	char folder[64], path[PATH_MAX], output[512];
	char *text;
	int status;

	make_scratch(folder);
	path_in(path, folder, "result.tsv");
	CU_ASSERT_EQUAL(file_replace(path, "old", 3), 0);
	status = suite_fork(write_past_the_limit, path, 10000, output, sizeof output);
	CU_ASSERT(WIFEXITED(status) && WEXITSTATUS(status) == 42);
	text = file_read(path, NULL);
	CU_ASSERT_PTR_NOT_NULL_FATAL(text);
	CU_ASSERT_STRING_EQUAL(text, "old");
	free(text);
	unlink(path);
	CU_ASSERT_EQUAL(rmdir(folder), 0);
}

static void child_answers_line_by_line(void)
{
	char *argv[] = {"/bin/cat", NULL};
	char answer[64];
	struct child child;

	CU_ASSERT_EQUAL_FATAL(child_start(&child, argv, NULL), 0);
	CU_ASSERT_EQUAL(child_ask(&child, "one", answer, sizeof answer, 10000), 0);
	CU_ASSERT_STRING_EQUAL(answer, "one");
	CU_ASSERT_EQUAL(child_ask(&child, "two", answer, sizeof answer, 10000), 0);
	CU_ASSERT_STRING_EQUAL(answer, "two");
	CU_ASSERT_EQUAL(child_stop(&child, 10000), 0);
}

static void missing_program_is_reported(void)
{
	char *argv[] = {"/no/such/program", NULL};
	struct child child;

	CU_ASSERT_EQUAL(child_start(&child, argv, NULL), -1);
	CU_ASSERT_EQUAL(errno, ENOENT);
}

static void silent_child_times_out(void)
{
	char *argv[] = {"/bin/sleep", "1000", NULL};
	char answer[64];
	struct child child;
	int status;

	CU_ASSERT_EQUAL_FATAL(child_start(&child, argv, NULL), 0);
	CU_ASSERT_EQUAL(child_ask(&child, "hello", answer, sizeof answer, 20), -1);
	CU_ASSERT_EQUAL(errno, ETIMEDOUT);
	status = child_stop(&child, 20);
	CU_ASSERT(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

static void dead_child_is_reported(void)
{
	char *argv[] = {"/bin/true", NULL};
	char answer[64];
	struct child child;

	CU_ASSERT_EQUAL_FATAL(child_start(&child, argv, NULL), 0);
	CU_ASSERT_EQUAL(child_ask(&child, "hello", answer, sizeof answer, 10000), -1);
	CU_ASSERT_EQUAL(errno, EPIPE);
	CU_ASSERT_EQUAL(child_stop(&child, 10000), 0);
}

static void make_a_user_mistake(void *unused)
{
	(void)unused;
	die_user("WORKERS=0 is out of range: give 1 to 64");
}

static void make_our_mistake(void *unused)
{
	(void)unused;
	BUG_UNLESS(1 + 1 == 3);
}

static void user_mistakes_end_in_status_2(void)
{
	char output[512];
	int status = suite_fork(make_a_user_mistake, NULL, 10000, output, sizeof output);

	CU_ASSERT(WIFEXITED(status) && WEXITSTATUS(status) == 2);
	CU_ASSERT_PTR_NOT_NULL(strstr(output, ": WORKERS=0 is out of range: give 1 to 64\n"));
}

static void bugs_abort_with_their_place(void)
{
	char output[512];
	int status = suite_fork(make_our_mistake, NULL, 10000, output, sizeof output);

	CU_ASSERT(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
	CU_ASSERT_PTR_NOT_NULL(strstr(output, "base.c:"));
	CU_ASSERT_PTR_NOT_NULL(strstr(output, "1 + 1 == 3"));
}

static void text_is_defused(void)
{
	char text[] = "\033[2J\a\tcaf\xc3\xa9 \xc3\x9b \xc2\x9b \x9b\x7f\r\n";

	term_defuse(text);
	CU_ASSERT_STRING_EQUAL(text, "?[2J?\tcaf\xc3\xa9 \xc3\x9b ?? ???\n");
}

int main(int argc, char **argv)
{
	static CU_TestInfo tests[] = {
		{"a terminal has nothing to obey in defused text", text_is_defused},
		{"a replaced file has the new contents", replaced_file_has_new_contents},
		{"a failed write keeps the old file", failed_write_keeps_old_file},
		{"a tree is removed, and links are not followed",
		 tree_is_removed_and_links_not_followed},
		{"a child answers line by line", child_answers_line_by_line},
		{"a missing program is reported", missing_program_is_reported},
		{"a silent child times out", silent_child_times_out},
		{"a dead child is reported", dead_child_is_reported},
		{"user mistakes end in status 2", user_mistakes_end_in_status_2},
		{"bugs abort with their place", bugs_abort_with_their_place},
		CU_TEST_INFO_NULL,
	};

	return suite_run("base", tests, argc, argv);
}
