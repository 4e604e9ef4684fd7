/*
 * gate.c: the gate says of each fix in tests/data/gate-subjects what its first line promises:
 * allowed, or refused with the line and a part of the reason; and it lets every fix of every lab
 * through, since a wrong one is to be found out, not turned away.
 */
#include "suite.h"

#include "base/child.h"
#include "base/die.h"
#include "base/file.h"
#include "gate/gate.h"

#include <glob.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SUBJECTS "tests/data/gate-subjects/"
#define MODULE "build/tests/gate.ll"

static const char *base_of(const char *path)
{
	return strrchr(path, '/') + 1;
}

static void compile(const char *source, const char *flags)
{
	char command[3 * PATH_MAX];

	snprintf(command, sizeof command,
		 "$(harness/setup/tools.sh clang) -w -S -emit-llvm -g -O0 -std=c11 -D_GNU_SOURCE "
		 "-fsanitize=thread -Xclang -disable-llvm-passes %s -o " MODULE " %s",
		 flags, source);
	if (system(command) != 0)
		die_user("%s does not compile", source);
}

static const struct gate_report *check(const char *source, const char *const *provides)
{
	static struct gate_report report;
	const char *sources[] = {base_of(source), "api.h", NULL};
	struct gate_policy policy = {provides, sources, file_read("harness/gate/allowed.txt", NULL),
				     file_read("harness/gate/forbidden.txt", NULL)};
	char *module = file_read(MODULE, NULL);

	if (!module || !policy.allowed || !policy.forbidden)
		die_system("cannot read what the gate needs");
	gate_check(module, &policy, &report);
	free(module);
	free((char *)(uintptr_t)policy.allowed);
	free((char *)(uintptr_t)policy.forbidden);
	return &report;
}

static void print(const struct gate_report *report)
{
	for (int i = 0; i < report->count && i < GATE_FINDINGS; i++)
		printf("  %s:%d: %s\n", report->finding[i].file, report->finding[i].line,
		       report->finding[i].text);
}

static bool has(const struct gate_report *report, int line, const char *text)
{
	for (int i = 0; i < report->count && i < GATE_FINDINGS; i++)
		if (report->finding[i].line == line && strstr(report->finding[i].text, text))
			return true;
	return false;
}

static void keeps_promise(void)
{
	static const char *const provides[] = {"fix", NULL};
	const char *source = CU_get_current_test()->pName;
	char *text = file_read(source, NULL), reason[128];
	const struct gate_report *report;
	int line;

	if (!text)
		die_system("cannot read %s", source);
	compile(source, "");
	report = check(source, provides);
	if (strncmp(text, "/* Gate: allowed */", 19) == 0) {
		CU_ASSERT_EQUAL(report->count, 0);
		print(report);
	} else if (sscanf(text, "/* Gate: refused %d %127[^*]", &line, reason) == 2) {
		reason[strlen(reason) - 1] = '\0';
		CU_ASSERT_TRUE(has(report, line, reason));
		if (!has(report, line, reason))
			print(report);
	} else {
		CU_FAIL("the first line is no promise");
	}
	free(text);
}

static void fix_is_let_through(void)
{
	static const char *const provides[] = {"list_size", "list_init", "list_push", "list_first",
					       NULL};
	const char *source = CU_get_current_test()->pName;
	const struct gate_report *report;

	compile(source, "-iquote harness -iquote labs/lab03-shared-list");
	report = check(source, provides);
	CU_ASSERT_EQUAL(report->count, 0);
	print(report);
}

/* Whatever is cut or changed in a module, the gate comes to an end. */
static void survives_damage(void)
{
	static const char *const provides[] = {"fix", NULL};
	const char *sources[] = {"x.c", NULL};
	struct gate_policy policy = {provides, sources, "llvm.*", "exit: it ends"};
	struct gate_report report;
	uint64_t random = 1;
	size_t size;
	char *module;

	compile("labs/lab03-shared-list/solution.c", "-iquote labs/lab03-shared-list");
	module = file_read(MODULE, &size);
	if (!module)
		die_system(MODULE);
	for (int round = 0; round < 300; round++) {
		random = random * UINT64_C(6364136223846793005) + 1442695040888963407u;
		module[(random >> 33) % size] = (char)(random >> 25);
		if (round % 50 == 49)
			module[size -= size / 10] = '\0';
		gate_check(module, &policy, &report);
		CU_ASSERT_NOT_EQUAL(report.count, 0);
	}
	free(module);
}

static size_t add(CU_TestInfo *tests, size_t count, const char *pattern, CU_TestFunc function)
{
	static glob_t found[4];
	static size_t used;
	glob_t *files = &found[used++];

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

	count = add(tests, count, SUBJECTS "*.c", keeps_promise);
	count = add(tests, count, "labs/lab03-shared-list/[bs][ro]*.c", fix_is_let_through);
	count = add(tests, count, "labs/lab03-shared-list/wrong/*.c", fix_is_let_through);
	count = add(tests, count, "labs/lab03-shared-list/variants/*.c", fix_is_let_through);
	tests[count] = (CU_TestInfo){"damaged modules", survives_damage};
	return suite_run("gate", tests, argc, argv);
}
