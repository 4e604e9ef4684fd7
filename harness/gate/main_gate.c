/*
 * main_gate.c: may this file be judged as a fix of that lab?
 *
 *   build/bin/gate lab03 fix.c
 *
 * compiles the fix in the sandbox and prints a line for each thing that it must not have.
 */
#include "base/die.h"
#include "base/file.h"
#include "base/term.h"
#include "gate/gate.h"
#include "sandbox/sandbox.h"

#include <argp.h>
#include <ftw.h>
#include <glob.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define WORDS 40

static struct {
	char top[PATH_MAX], lab[PATH_MAX], compiler[PATH_MAX];
	char folder[32];
	const char *fix; /* its path, and the last part of it */
	const char *name;
	pid_t owner;
} job;

/* ---- where things are ---- */

static void find_top(void)
{
	if (file_own_folder(job.top, sizeof job.top) != 0)
		die_system("cannot find my own folder");
	if (strlen(job.top) + 8 >= sizeof job.top)
		die_user("%s: move me to a shorter path", job.top);
	strcat(job.top, "/../..");
}

/* A lab's whole name, or its first part. */
static void find_lab(const char *name)
{
	char pattern[PATH_MAX + 256];
	glob_t found;

	if (!*name || strpbrk(name, "/*?[") || strlen(name) > 100)
		die_user("%s: no such lab; see 'make list'", name);
	snprintf(pattern, sizeof pattern, "%s/labs/%s/api.h", job.top, name);
	if (access(pattern, R_OK) != 0)
		snprintf(pattern, sizeof pattern, "%s/labs/%s-*/api.h", job.top, name);
	if (glob(pattern, 0, NULL, &found) != 0)
		die_user("%s: no such lab; see 'make list'", name);
	snprintf(job.lab, sizeof job.lab, "%s", found.gl_pathv[0]);
	*strrchr(job.lab, '/') = '\0';
	globfree(&found);
}

static void find_compiler(void)
{
	char question[PATH_MAX + 64];
	FILE *answer;

	if (getenv("CLANG")) {
		snprintf(job.compiler, sizeof job.compiler, "%s", getenv("CLANG"));
		return;
	}
	snprintf(question, sizeof question, "'%s/harness/setup/tools.sh' clang", job.top);
	answer = popen(question, "r");
	if (!answer || !fgets(job.compiler, sizeof job.compiler, answer))
		die_user("no clang is found: run 'make deps'");
	job.compiler[strcspn(job.compiler, "\n")] = '\0';
	pclose(answer);
}

/* ---- a folder in which there is nothing but what a fix may see ---- */

static const char *in_folder(const char *name)
{
	static char path[PATH_MAX];

	snprintf(path, sizeof path, "%s/%s", job.folder, name);
	return path;
}

static void copy(const char *from, const char *name)
{
	size_t size;
	char *text = file_read(from, &size);

	if (!text)
		die_system("cannot read %s", from);
	if (file_replace(in_folder(name), text, size) != 0)
		die_system("cannot write %s", in_folder(name));
	free(text);
}

static void copy_of(const char *folder, const char *file, const char *name)
{
	char path[2 * PATH_MAX];

	snprintf(path, sizeof path, "%s/%s", folder, file);
	copy(path, name);
}

static int remove_entry(const char *path, const struct stat *status, int kind, struct FTW *at)
{
	(void)status;
	(void)kind;
	(void)at;
	return remove(path);
}

/* Children that give up come here, too. */
static void remove_folder(void)
{
	if (getpid() == job.owner)
		nftw(job.folder, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
}

static void make_folder(void)
{
	strcpy(job.folder, "/tmp/gate-XXXXXX");
	if (!mkdtemp(job.folder))
		die_system("cannot create a folder in /tmp");
	job.owner = getpid();
	if (atexit(remove_folder) != 0)
		die_system("cannot clean up later");
	copy_of(job.lab, "api.h", "api.h");
	copy_of(job.lab, "broken.c", "reference/broken.c");
	copy_of(job.top, "harness/exec/exec.h", "exec/exec.h");
	copy(job.fix, job.name);
}

/* ---- the compiler ---- */

static void run(const char *const *argv)
{
	struct sandbox_job compilation = {
		.argv = argv, .folder = job.folder, .limits = SANDBOX_LIMITS};
	struct sandbox_result result = {.output = NULL};
	char how[128];

	sandbox_run(&compilation, &result);
	if (result.end != SANDBOX_EXITED || result.status != 0) {
		term_defuse(result.output);
		fputs(result.output, stderr);
		die_user("the compiler %s: correct what it says above",
			 sandbox_describe(&compilation, &result, how, sizeof how));
	}
	free(result.output);
}

/* With the gate's flags and one more ("-E", or "-w" for none). */
static void compile(const char *more, const char *source, const char *output)
{
	const char *argv[WORDS] = {"/usr/bin/env", job.compiler, "-w"};
	int count = 3;

	for (const char *const *flag = gate_flags; *flag; flag++)
		argv[count++] = *flag;
	argv[count++] = more;
	argv[count++] = "-iquote";
	argv[count++] = ".";
	argv[count++] = "-o";
	argv[count++] = output;
	argv[count++] = source;
	run(argv);
}

/* From the module, not from the source: that is what was checked. */
static void compile_object(const char *module, const char *object)
{
	const char *argv[] = {"/usr/bin/env",	   job.compiler, "-w",	 "-c",	 "-g", "-O0",
			      "-fsanitize=thread", "-o",	 object, module, NULL};

	run(argv);
}

/* ---- the check ---- */

static char *read_list(const char *name)
{
	char path[2 * PATH_MAX];
	char *text;

	snprintf(path, sizeof path, "%s/harness/gate/%s", job.top, name);
	text = file_read(path, NULL);
	if (!text)
		die_system("cannot read %s", path);
	return text;
}

static void print(const struct gate_report *report)
{
	char text[1024];

	for (int i = 0; i < gate_shown(report); i++)
		puts(gate_describe(&report->finding[i], text, sizeof text));
	if (report->count > GATE_FINDINGS)
		printf("%s: ... and more\n", job.name);
}

static int check(void)
{
	static struct gate_report report;
	static struct gate_provided provided;
	const char *sources[] = {job.name, "api.h", "exec/exec.h", NULL};
	struct gate_policy policy = {.provides = provided.list,
				     .sources = sources,
				     .allowed = read_list("allowed.txt"),
				     .forbidden = read_list("forbidden.txt"),
				     .fix = file_read(job.fix, NULL),
				     .preprocessed = file_read(in_folder("preprocessed.i"), NULL),
				     .api = file_read(in_folder("api.h"), NULL)};

	if (gate_find_provided(in_folder("reference.ll"), &provided) != 0)
		die_system("cannot tell what %s asks for", job.lab);
	if (gate_check(in_folder("fix.ll"), &policy, &report) != 0)
		die_system("cannot read %s", in_folder("fix.ll"));
	if (report.count == 0) {
		compile_object("fix.ll", "fix.o");
		if (gate_check_object(in_folder("fix.o"), &policy, &report) != 0)
			die_system("cannot read %s", in_folder("fix.o"));
	}
	print(&report);
	return report.count > 0;
}

/* ---- arguments ---- */

static error_t parse(int key, char *argument, struct argp_state *state)
{
	if (key == ARGP_KEY_END && state->arg_num < 2)
		die_user("say which lab and which file: gate lab03 fix.c");
	if (key != ARGP_KEY_ARG)
		return key == ARGP_KEY_END ? 0 : ARGP_ERR_UNKNOWN;
	if (state->arg_num == 0)
		find_lab(argument);
	else if (state->arg_num == 1)
		job.fix = argument;
	else
		die_user("%s: give one lab and one file: gate lab03 fix.c", argument);
	return 0;
}

int main(int argc, char **argv)
{
	const struct argp argp = {
		.parser = parse,
		.args_doc = "LAB FILE",
		.doc = "Say whether a file may be judged as a fix of a lab.\v"
		       "A wrong fix may. What may not is printed, a line for each thing: where, "
		       "what and why. Ends with status 0 (it may), 1 (it may not) or 2 (it does "
		       "not "
		       "compile, or something is missing)."};

	argp_err_exit_status = DIE_STATUS;
	find_top();
	if (argp_parse(&argp, argc, argv, 0, NULL, NULL) != 0)
		die_user("cannot read the arguments: see --help");
	job.name = strrchr(job.fix, '/') ? strrchr(job.fix, '/') + 1 : job.fix;
	if (strcmp(job.name, "api.h") == 0 || strlen(job.name) < 3 ||
	    strcmp(job.name + strlen(job.name) - 2, ".c") != 0 || *job.name == '-')
		die_user("%s: give a C file (.c)", job.fix);
	find_compiler();
	make_folder();
	compile("-w", "reference/broken.c", "reference.ll");
	compile("-E", job.name, "preprocessed.i");
	compile("-w", "preprocessed.i", "fix.ll");
	return check();
}
