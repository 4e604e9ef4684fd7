/*
 * gate.c: the gate says of each fix in tests/data/gate-subjects what its first line promises:
 * allowed, or refused with a part of the message and the line (0: none is known); and it lets every
 * fix of every lab through, since a wrong one is to be found out, not turned away.
 *
 * A subject is C, or a module as another compiler writes it (.ll). It has to provide `fix`.
 */
#include "suite.h"

#include "base/die.h"
#include "base/file.h"
#include "gate/gate.h"
#include "gate/names.h"

#include <errno.h>
#include <glob.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SUBJECTS "tests/data/gate-subjects/"
#define LAB "labs/lab03-shared-list/"
#define MESSAGE 1024

static char *allowed, *forbidden;
static char module[] = "/tmp/gate-test-XXXXXX";

static char *read_text(const char *path)
{
	char *text = file_read(path, NULL);

	if (!text)
		die_system("%s (run the suite from the repository's root)", path);
	return text;
}

static bool ends_with(const char *path, const char *end)
{
	size_t length = strlen(path), tail = strlen(end);

	return length >= tail && strcmp(path + length - tail, end) == 0;
}

/* ---- compiling ---- */

static void compile(const char *source, const char *output, const char *flags)
{
	char command[4 * PATH_MAX] = "$(harness/setup/tools.sh clang) -w";

	for (const char *const *flag = gate_flags; *flag && !ends_with(source, ".ll"); flag++) {
		strcat(command, " ");
		strcat(command, *flag);
	}
	strcat(command, flags);
	strcat(command, " -o ");
	strcat(strcat(strcat(command, output), " "), source);
	if (system(command) != 0)
		die_user("%s does not compile", source);
}

static const struct gate_report *check(const char *source, const char *const *provides,
				       const char *flags)
{
	static struct gate_report report;
	bool is_module = ends_with(source, ".ll");
	const char *sources[] = {is_module ? "fix.c" : source, "api.h", NULL};
	struct gate_policy policy = {provides, sources, allowed, forbidden, NULL, NULL, NULL};
	char *fix = NULL, *preprocessed = NULL;

	if (!is_module) {
		char preprocess[PATH_MAX];

		snprintf(preprocess, sizeof preprocess, "%s -E", flags);
		compile(source, module, preprocess);
		policy.fix = fix = read_text(source);
		policy.preprocessed = preprocessed = read_text(module);
		compile(source, module, flags);
	}
	if (gate_check(is_module ? source : module, &policy, &report) != 0)
		die_system("cannot check %s", source);
	free(fix);
	free(preprocessed);
	return &report;
}

/* ---- promises ---- */

static void print(const struct gate_report *report)
{
	char text[MESSAGE];

	for (int i = 0; i < gate_shown(report); i++)
		printf("         %s\n", gate_describe(&report->finding[i], text, sizeof text));
}

static bool has(const struct gate_report *report, int line, const char *part)
{
	char text[MESSAGE];

	for (int i = 0; i < gate_shown(report); i++)
		if (report->finding[i].line == line &&
		    strstr(gate_describe(&report->finding[i], text, sizeof text), part))
			return true;
	return false;
}

static void keeps_promise(void)
{
	static const char *const provides[] = {"fix", NULL};
	const char *source = CU_get_current_test()->pName;
	const struct gate_report *report = check(source, provides, "");
	char *text = read_text(source), *promise = strstr(text, "Gate: "), part[128];
	bool kept;
	int line;

	if (!promise)
		die_user("%s: the first line is no promise", source);
	if (sscanf(promise, "Gate: refused '%127[^']' line %d", part, &line) == 2)
		kept = has(report, line, part);
	else
		kept = strncmp(promise, "Gate: allowed", 13) == 0 && report->count == 0;
	CU_ASSERT_TRUE(kept);
	if (!kept)
		print(report);
	free(text);
}

static void fix_is_let_through(void)
{
	static struct gate_provided provided;
	const char *source = CU_get_current_test()->pName;
	const struct gate_report *report;

	if (!provided.list[0]) {
		compile(LAB "broken.c", module, " -iquote harness -iquote " LAB);
		CU_ASSERT_EQUAL(gate_find_provided(module, &provided), 0);
	}
	report = check(source, provided.list, " -iquote harness -iquote " LAB);
	CU_ASSERT_EQUAL(report->count, 0);
	print(report);
}

/* ---- what a lab asks for ---- */

static void finds_what_is_provided(void)
{
	static const char *const names[] = {"list_size", "list_init", "list_push", "list_first"};
	static struct gate_provided provided;
	int count = 0;

	compile(LAB "broken.c", module, " -iquote harness -iquote " LAB);
	CU_ASSERT_EQUAL(gate_find_provided(module, &provided), 0);
	while (provided.list[count])
		count++;
	CU_ASSERT_EQUAL(count, 4);
	for (int i = 0; i < 4; i++) {
		bool found = false;

		for (int j = 0; j < count; j++)
			found |= strcmp(provided.list[j], names[i]) == 0;
		CU_ASSERT_TRUE(found);
	}
	CU_ASSERT_EQUAL(gate_find_provided("/nonexistent", &provided), -1);
	CU_ASSERT_EQUAL(errno, ENOENT);
}

/* ---- what api.h gives ---- */

static void what_a_header_declares_is_known(void)
{
	const char *header = "/* as exit does */\nlong give_number(int a);\n";

	CU_ASSERT_TRUE(names_is_declared(header, "give_number"));
	CU_ASSERT_FALSE(names_is_declared(header, "number")); /* part of a word */
	CU_ASSERT_FALSE(names_is_declared(header, "give"));
	CU_ASSERT_FALSE(names_is_declared(header, "exit")); /* only spoken of */
	CU_ASSERT_FALSE(names_is_declared(header, ""));
}

static void what_the_api_gives_may_be_called(void)
{
	static const char text[] = "declare i32 @given(i32)\n";
	static const char *const nothing[] = {NULL}, *const file[] = {"fix.c", NULL};
	struct gate_policy policy = {nothing, file, allowed, forbidden, NULL, NULL, NULL};
	static struct gate_report without, with;

	gate_check_text(text, sizeof text - 1, &policy, &without);
	policy.api = "int given(int);\n";
	gate_check_text(text, sizeof text - 1, &policy, &with);
	CU_ASSERT_EQUAL(without.count, with.count + 1);
}

/* ---- objects ---- */

static const char *const list_names[] = {"list_size", "list_init", "list_push", "list_first", NULL};
static const char *const list_sources[] = {"solution.c", NULL};

static struct gate_policy object_policy(void)
{
	return (struct gate_policy){list_names, list_sources, allowed, forbidden, NULL, NULL, NULL};
}

static void compile_object(const char *source, const char *flags, const char *object)
{
	char command[3 * PATH_MAX];

	snprintf(command, sizeof command,
		 "$(harness/setup/tools.sh clang) -w -c -g -O0 -fsanitize=thread -iquote " LAB
		 " %s -o %s %s",
		 flags, object, source);
	if (system(command) != 0)
		die_user("%s does not compile", source);
}

static void objects_are_checked(void)
{
	static const char *const bad[] = {"constructor", "section-data", "exit",
					  "weak",	 "global",	 "ifunc"};
	struct gate_policy policy = object_policy();
	static struct gate_report report;

	compile_object(LAB "solution.c", "", module);
	CU_ASSERT_EQUAL(gate_check_object(module, &policy, &report), 0);
	CU_ASSERT_EQUAL(report.count, 0);
	print(&report);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		static const char *const provides[] = {"fix", NULL};
		char source[128];

		snprintf(source, sizeof source, SUBJECTS "%s.c", bad[i]);
		compile_object(source, "", module);
		policy.provides = provides;
		CU_ASSERT_EQUAL(gate_check_object(module, &policy, &report), 0);
		CU_ASSERT_NOT_EQUAL(report.count, 0);
	}
}

/* ---- damage ---- */

/* The same numbers in each run. */
static size_t draw(size_t below)
{
	static uint64_t state = 1;

	state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (size_t)(state >> 33) % below;
}

static void write_module(const char *text, size_t size)
{
	if (file_replace(module, text, size) != 0)
		die_system("cannot write %s", module);
}

/* Whatever is cut or changed in an object, the gate comes to an end. */
static void damaged_objects(void)
{
	struct gate_policy policy = object_policy();
	static struct gate_report report;
	size_t size;
	char *text;

	compile_object(LAB "solution.c", "", module);
	text = file_read(module, &size);
	if (!text)
		die_system("cannot read %s", module);
	for (int round = 0; round < 300; round++) {
		size_t place = draw(round % 3 ? size : 64);
		char before = text[place];

		text[place] = (char)draw(256);
		write_module(text, round % 10 == 9 ? draw(size) : size);
		CU_ASSERT_EQUAL(gate_check_object(module, &policy, &report), 0);
		text[place] = before;
	}
	free(text);
}

static void damaged_modules(void)
{
	struct gate_policy policy = object_policy();
	static struct gate_report report;
	size_t size;
	char *text;

	compile(LAB "solution.c", module, " -iquote " LAB);
	text = file_read(module, &size);
	if (!text)
		die_system("cannot read %s", module);
	for (int round = 0; round < 300; round++) {
		text[draw(size)] = (char)draw(256);
		if (round % 50 == 49)
			size -= size / 10;
		gate_check_text(text, size, &policy, &report);
	}
	CU_ASSERT_NOT_EQUAL(report.count, 0);
	free(text);
}

/* No module, however large, keeps the gate busy or makes it remember everything. */
static void large_modules(void)
{
	struct gate_policy policy = object_policy();
	static struct gate_report report;
	size_t size = (size_t)4 << 20;
	char *text = malloc(size);

	if (!text)
		die_system("no memory");
	for (size_t i = 0; i < size; i++)
		text[i] = "!0=\n"[i % 4];
	gate_check_text(text, size, &policy, &report);
	CU_ASSERT_EQUAL(report.count, 4); /* what it does not provide */
	memset(text, '@', size);
	gate_check_text(text, size, &policy, &report);
	CU_ASSERT_NOT_EQUAL(report.count, 0);
	gate_check_text(text, GATE_MOST_BYTES + 1, &policy, &report); /* refused unread */
	CU_ASSERT_EQUAL(report.count, 1);
	free(text);
}

/* ---- the table ---- */

static size_t add(CU_TestInfo *tests, size_t count, const char *pattern, CU_TestFunc function)
{
	static glob_t found[8];
	static size_t used;
	glob_t *files = &found[used++];

	if (glob(pattern, GLOB_BRACE, NULL, files) != 0)
		die_user("no %s: run this from the top of the repository", pattern);
	for (size_t i = 0; i < files->gl_pathc; i++)
		tests[count++] = (CU_TestInfo){files->gl_pathv[i], function};
	return count;
}

int main(int argc, char **argv)
{
	static CU_TestInfo tests[600]; /* zeroed: ends with CU_TEST_INFO_NULL */
	size_t count = 0;
	int status, fd = mkstemp(module);

	if (fd < 0 || close(fd) != 0)
		die_system("cannot create a file in /tmp");
	allowed = read_text("harness/gate/allowed.txt");
	forbidden = read_text("harness/gate/forbidden.txt");
	count = add(tests, count, SUBJECTS "*.{c,ll}", keeps_promise);
	count = add(tests, count, LAB "{broken,solution,wrong/*,variants/*}.c", fix_is_let_through);
	tests[count++] = (CU_TestInfo){"what a lab asks for", finds_what_is_provided};
	tests[count++] =
		(CU_TestInfo){"what a header declares is known", what_a_header_declares_is_known};
	tests[count++] =
		(CU_TestInfo){"what the api gives may be called", what_the_api_gives_may_be_called};
	tests[count++] = (CU_TestInfo){"objects", objects_are_checked};
	tests[count++] = (CU_TestInfo){"damaged objects", damaged_objects};
	tests[count++] = (CU_TestInfo){"damaged modules", damaged_modules};
	tests[count++] = (CU_TestInfo){"large modules", large_modules};
	status = suite_run("gate", tests, argc, argv);
	unlink(module);
	free(allowed);
	free(forbidden);
	return status;
}
