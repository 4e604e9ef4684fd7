/*
 * main_explore.c: build/bin/explore: every interleaving of a pthread program.
 *
 *   build/bin/explore prog.c                              find out
 *   build/bin/explore --schedule=v1-... prog.c            see one schedule again
 *   build/bin/explore prog.c list.c -- 3 words            several files; arguments for main
 *
 * Status 0: nothing found (perhaps certified). 1: a failure. 2: no verdict, or wrong usage.
 */
#include "base/die.h"
#include "base/file.h"
#include "base/term.h"
#include "explore/engine/oracle.h"
#include "explore/explore.h"
#include "explore/show/show.h"

#include <argp.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define MOST_FILES 64
#define MOST_FLAGS 64
#define NEWEST_CLANG "harness/setup/tools.sh"

struct command {
	struct explore_options options;
	const char *out;
	int file_count, flag_count;
	char *file[MOST_FILES];
	char *flag[MOST_FLAGS];
	char **arguments; /* for main; ends with NULL */
};

enum { KEY_SCHEDULES = 0x100, KEY_PROCESSES, KEY_KEEP_RACES, KEY_BOUND, KEY_DEPTH, KEY_UNSHRUNK };

static const struct argp_option table[] = {
	{"budget", 'b', "SECONDS", 0, "stop searching after so long (default 10)", 0},
	{"seed", 's', "N", 0, "for everything that is drawn at random (default 1)", 0},
	{"schedule", 'r', "STRING", 0, "replay this schedule instead of searching", 0},
	{"strategy", 't', "NAME", 0, "only random, urw, pct, pos, dfs or dpor", 0},
	{"bound", KEY_BOUND, "N", 0, "dfs: at most so many preemptions", 0},
	{"depth", KEY_DEPTH, "N", 0, "pct: order constraints to look for (default 3)", 0},
	{"schedules", KEY_SCHEDULES, "N", 0, "a strategy of its own: at most so many", 0},
	{"out", 'o', "FILE", 0, "write the result as JSON, too", 0},
	{"flag", 'f', "FLAG", 0, "a flag for the compiler (again for more)", 0},
	{"processes", KEY_PROCESSES, NULL, 0, "threads stand for processes", 0},
	{"keep-races", KEY_KEEP_RACES, NULL, 0, "a race without harm is no failure", 0},
	{"as-found", KEY_UNSHRUNK, NULL, 0, "do not shorten the failing schedule", 0},
	{0},
};

static double number(const char *text, const char *name, double least, double most)
{
	char *end;
	double value;

	errno = 0;
	value = strtod(text, &end);
	if (end == text || *end || errno || !(value >= least && value <= most))
		die_user("--%s=%s: give a number from %g to %g", name, text, least, most);
	return value;
}

static void set_strategy(struct explore_options *options, const char *name)
{
	if (!oracle_find(name) || strcmp(name, "replay") == 0)
		die_user("--strategy=%s: choose random, urw, pct, pos, dfs or dpor", name);
	snprintf(options->strategy, sizeof options->strategy, "%s", name);
}

static void add_file(struct command *command, char *path)
{
	if (command->file_count == MOST_FILES)
		die_user("at most %d files", MOST_FILES);
	command->file[command->file_count++] = path;
}

static error_t parse_option(int key, char *arg, struct argp_state *state)
{
	struct command *command = state->input;
	struct explore_options *options = &command->options;

	switch (key) {
	case 'b':
		options->budget = number(arg, "budget", 0.1, 1e6);
		break;
	case 's':
		options->seed = (uint64_t)number(arg, "seed", 0, 1e15);
		break;
	case 'r':
		options->schedule = arg;
		break;
	case 't':
		set_strategy(options, arg);
		break;
	case KEY_BOUND:
		options->bound = (int)number(arg, "bound", 0, 1000);
		break;
	case KEY_DEPTH:
		options->depth = (int)number(arg, "depth", 1, 16);
		break;
	case KEY_SCHEDULES:
		options->schedules = (unsigned long)number(arg, "schedules", 1, 1e12);
		break;
	case 'o':
		command->out = arg;
		break;
	case 'f':
		if (command->flag_count == MOST_FLAGS)
			die_user("at most %d compiler flags", MOST_FLAGS);
		command->flag[command->flag_count++] = arg;
		break;
	case KEY_PROCESSES:
		options->processes = true;
		break;
	case KEY_KEEP_RACES:
		options->keep_races = true;
		break;
	case KEY_UNSHRUNK:
		options->unshrunk = true;
		break;
	case ARGP_KEY_ARG:
		add_file(command, arg);
		break;
	default:
		return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

/* What follows "--" is the program's. */
static char **split_arguments(int *argc, char **argv)
{
	for (int i = 1; i < *argc; i++)
		if (strcmp(argv[i], "--") == 0) {
			*argc = i;
			argv[i] = NULL;
			return argv + i + 1;
		}
	return argv + *argc;
}

/* ---- building ---- */

static void check_file(const char *path)
{
	size_t length = strlen(path);

	if (access(path, R_OK) != 0)
		die_system("cannot read %s", path);
	if (length < 3 || strcmp(path + length - 2, ".c") != 0)
		die_user("%s: give C files (.c), or one program that was built before", path);
}

/* FNV-1a over all that a build depends on but contents. */
static unsigned long long key_of(const struct command *command)
{
	unsigned long long hash = 0xcbf29ce484222325;
	char absolute[PATH_MAX];

	for (int i = 0; i < command->file_count + command->flag_count; i++) {
		const char *text = i < command->file_count ? realpath(command->file[i], absolute)
							   : command->flag[i - command->file_count];

		for (text = text ? text : ""; *text; text++)
			hash = (hash ^ (unsigned char)*text) * 0x100000001b3;
		hash = (hash ^ '\n') * 0x100000001b3;
	}
	return hash;
}

static bool is_newer(const char *path, const struct stat *than)
{
	struct stat status;

	if (stat(path, &status) != 0)
		return true;
	return status.st_mtim.tv_sec > than->st_mtim.tv_sec ||
	       (status.st_mtim.tv_sec == than->st_mtim.tv_sec &&
		status.st_mtim.tv_nsec >= than->st_mtim.tv_nsec);
}

/* build.sh lists beside the program what its sources are and include, a path a line. */
static bool is_fresh(const char *program, const char *library)
{
	char list[PATH_MAX + 96], *paths, *rest;
	struct stat built;
	bool fresh = true;

	snprintf(list, sizeof list, "%s.sources", program);
	if (stat(program, &built) != 0 || is_newer(library, &built))
		return false;
	rest = paths = file_read(list, NULL);
	if (!paths)
		return false;
	for (char *path; (path = strsep(&rest, "\n"));)
		fresh = fresh && (!*path || !is_newer(path, &built));
	free(paths);
	return fresh;
}

static void run_script(char *const argv[])
{
	pid_t pid = fork();
	int status;

	if (pid < 0)
		die_system("cannot start %s", argv[0]);
	if (pid == 0) {
		execv(argv[0], argv);
		die_system("cannot run %s", argv[0]);
	}
	if (waitpid(pid, &status, 0) != pid)
		die_system("cannot wait for %s", argv[0]);
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		exit(DIE_STATUS); /* the script has said why */
}

static void find_compiler(const char *top, char *compiler, size_t size)
{
	char question[2 * PATH_MAX];
	FILE *answer;

	if (getenv("CLANG")) {
		snprintf(compiler, size, "%s", getenv("CLANG"));
		return;
	}
	snprintf(question, sizeof question, "'%s/" NEWEST_CLANG "' clang", top);
	answer = popen(question, "r");
	if (!answer || !fgets(compiler, (int)size, answer))
		die_user("no clang is found: run 'make deps'");
	compiler[strcspn(compiler, "\n")] = '\0';
	pclose(answer);
}

/* Build, unless that has been done; writes the program's path. */
static void build(const struct command *command, char *program, size_t size)
{
	char folder[PATH_MAX], top[PATH_MAX], script[PATH_MAX + 32], lib[PATH_MAX + 32],
		library[PATH_MAX + 64], compiler[PATH_MAX];
	char *argv[8 + MOST_FILES + MOST_FLAGS] = {script, program, compiler, lib, "-D_GNU_SOURCE"};
	int argc = 5;

	if (file_own_folder(folder, sizeof folder) != 0)
		die_system("cannot find my own folder");
	snprintf(top, sizeof top, "%.*s", (int)(strlen(folder) - strlen("/build/bin")), folder);
	snprintf(script, sizeof script, "%s/harness/explore/build.sh", top);
	snprintf(lib, sizeof lib, "%s/build/obj/native", top);
	snprintf(library, sizeof library, "%s/libharness.a", lib);
	snprintf(folder, sizeof folder, "%s/build/explore/%016llx", top, key_of(command));
	snprintf(program, size, "%s/program", folder);
	if (is_fresh(program, library))
		return;
	if (file_make_folder(folder) != 0)
		die_system("cannot create %s", folder);
	find_compiler(top, compiler, sizeof compiler);
	term_progress("building: %s", command->file[0]);
	for (int i = 0; i < command->flag_count; i++)
		argv[argc++] = command->flag[i];
	argv[argc++] = "--";
	for (int i = 0; i < command->file_count; i++)
		argv[argc++] = command->file[i];
	run_script(argv);
	term_progress_end();
}

static bool is_built(const struct command *command)
{
	const char *path = command->file[0];
	size_t length = strlen(path);

	return command->file_count == 1 && access(path, X_OK) == 0 &&
	       (length < 2 || strcmp(path + length - 2, ".c") != 0);
}

static void prepare(const struct command *command, char *program, size_t size)
{
	if (is_built(command)) {
		snprintf(program, size, "%s", command->file[0]);
		return;
	}
	for (int i = 0; i < command->file_count; i++)
		check_file(command->file[i]);
	build(command, program, size);
}

/* ---- exploring ---- */

static void report_progress(const struct explore_result *result)
{
	if (result->seconds > 1)
		term_progress("exploring: %lu schedules, %.0f s", result->schedules,
			      result->seconds);
}

static void show(const struct command *command, const struct explore_result *result,
		 const char *program)
{
	if (result->verdict == EXPLORE_FAILED)
		show_diagram(result, program);
	show_verdict(result, program);
	if (result->verdict == EXPLORE_FAILED && result->string[0])
		printf("  replay: make explore FILE=%s SCHEDULE=%s\n", command->file[0],
		       result->string);
	if (command->out && show_json(result, program, command->out) != 0)
		die_system("cannot write %s", command->out);
}

static int status_of(enum explore_verdict verdict)
{
	if (verdict == EXPLORE_FAILED)
		return 1;
	return verdict == EXPLORE_CERTIFIED || verdict == EXPLORE_NOTHING ? 0 : DIE_STATUS;
}

static struct explore_result *explore(const struct command *command, char *program)
{
	int count = 0;
	char **argv;
	struct explore_result *result;

	while (command->arguments[count])
		count++;
	argv = calloc((size_t)count + 2, sizeof *argv);
	if (!argv)
		die_system("no memory for the arguments");
	argv[0] = program;
	memcpy(argv + 1, command->arguments, (size_t)count * sizeof *argv);
	result = explore_program(argv, &command->options);
	free(argv);
	term_progress_end();
	return result;
}

int main(int argc, char **argv)
{
	struct command command = {.options = EXPLORE_DEFAULTS};
	const struct argp argp = {.options = table,
				  .parser = parse_option,
				  .args_doc = "prog.c... [-- ARGUMENTS]",
				  .doc = "Explore the interleavings of a pthread program."};
	struct explore_result *result;
	char program[PATH_MAX + 64];
	int status;

	argp_err_exit_status = DIE_STATUS;
	command.arguments = split_arguments(&argc, argv);
	command.options.progress = report_progress;
	if (argp_parse(&argp, argc, argv, 0, NULL, &command) != 0)
		return DIE_STATUS;
	if (command.file_count == 0)
		die_user("say which program: explore prog.c");
	prepare(&command, program, sizeof program);
	result = explore(&command, program);
	show(&command, result, program);
	status = status_of(result->verdict);
	explore_free(result);
	return status;
}
