/*
 * main_grade.c: build/bin/grade LAB [FIX]: hands over to the grader of that lab.
 *
 *   build/bin/grade lab03                     grades labs/lab03-.../fix.c
 *   build/bin/grade lab03 somewhere/mine.c
 *   build/bin/grade lab03 --replay=v1-... mine.c
 */
#include "base/die.h"
#include "base/file.h"

#include <glob.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void say_usage(void)
{
	puts("Usage: grade LAB [--replay=SCHEDULE --CHECK] [FIX]\n"
	     "Grade a fix of a lab's exercise; FIX is labs/LAB-.../fix.c unless given.\n\n"
	     "Status 0: full marks; 1: not; 2: could not grade. Results and feedback are\n"
	     "written to build/grade/LAB/. What explored a fix and found a failure says which\n"
	     "--replay and --CHECK (such as --threads) show it again.\n\n"
	     "SANDBOX=bubblewrap, landlock or none chooses a sandbox; none is for code that you\n"
	     "trust. 'make start LAB=lab03' makes a fix.c to begin with.");
}

static void list_graders(const char *labs, char *list, size_t size)
{
	char pattern[PATH_MAX + 32];
	glob_t found;

	*list = '\0';
	snprintf(pattern, sizeof pattern, "%s/lab*/grader", labs);
	if (glob(pattern, 0, NULL, &found) != 0)
		return;
	for (size_t i = 0; i < found.gl_pathc; i++) {
		const char *name = found.gl_pathv[i] + strlen(labs) + 1;

		snprintf(list + strlen(list), size - strlen(list), "%s%.*s", i ? ", " : "",
			 (int)strcspn(name, "-/"), name);
	}
	globfree(&found);
}

static void find_grader(const char *lab, char *path, size_t size)
{
	char folder[PATH_MAX], pattern[2 * PATH_MAX], known[1024];
	glob_t found;

	if (file_own_folder(folder, sizeof folder) != 0)
		die_system("cannot find my own folder");
	strcat(folder, "/../labs");
	snprintf(pattern, sizeof pattern, "%s/%s-*/grader", folder, lab);
	if (strpbrk(lab, "*?[/\\") || glob(pattern, 0, NULL, &found) != 0) {
		list_graders(folder, known, sizeof known);
		die_user("no exercise in %s; there is one in: %s (run 'make build' if it is new)",
			 lab, *known ? known : "none");
	}
	snprintf(path, size, "%s", found.gl_pathv[0]);
	globfree(&found);
}

int main(int argc, char **argv)
{
	char path[2 * PATH_MAX];

	if (argc >= 2 && strcmp(argv[1], "--help") == 0) {
		say_usage();
		return 0;
	}
	if (argc < 2 || argv[1][0] == '-')
		die_user("say which lab: grade lab03 [FIX]");
	find_grader(argv[1], path, sizeof path);
	execv(path, argv + 1);
	die_system("cannot run %s", path);
}
