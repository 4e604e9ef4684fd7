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
#include "base/term.h"
#include "explore/compile.h"
#include "explore/engine/oracle.h"
#include "explore/explore.h"
#include "explore/show/places.h"
#include "explore/show/show.h"

#include <argp.h>
#include <errno.h>
#include <limits.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct command {
	struct explore_options options;
	const char *out;
	struct compile_request request;
	char **arguments; /* for main; ends with NULL */
};

/* Keys of options that have no letter. A switch's says where in the options it lies. */
enum { KEY_SCHEDULES = 0x100, KEY_POINTS, KEY_BOUND, KEY_DEPTH, KEY_SWITCHES = 0x1000 };

#define SWITCH(name, member, text)                                                                 \
	{                                                                                          \
		name, KEY_SWITCHES + (int)offsetof(struct explore_options, member), NULL, 0, text, \
			0                                                                          \
	}

static const struct argp_option table[] = {
	{"budget", 'b', "SECONDS", 0, "stop searching after so long (default 10)", 0},
	{"seed", 's', "N", 0, "for everything that is drawn at random (default 1)", 0},
	{"schedule", 'r', "STRING", 0, "replay this schedule instead of searching", 0},
	{"strategy", 't', "NAME", 0, "only random, urw, pct, pos, dfs or dpor", 0},
	{"bound", KEY_BOUND, "N", 0, "dfs: at most so many preemptions", 0},
	{"depth", KEY_DEPTH, "N", 0, "pct: order constraints to look for (default 3)", 0},
	{"schedules", KEY_SCHEDULES, "N", 0,
	 "at most so many; unlike seconds, the same on every machine", 0},
	{"points", KEY_POINTS, "N", 0,
	 "no new schedule after so many visible steps of all together; likewise", 0},
	{"jobs", 'j', "N", 0, "processes that search at random at the same time (default 1)", 0},
	{"out", 'o', "FILE", 0, "write the result as JSON, too; -: only that", 0},
	{"flag", 'f', "FLAG", 0, "a flag for the compiler (again for more)", 0},
	SWITCH("processes", processes, "threads stand for processes"),
	SWITCH("cooperative", cooperative,
	       "threads stand for coroutines, which switch at task_pause and nowhere else"),
	SWITCH("keep-races", keep_races, "a race without harm is no failure"),
	SWITCH("keep-going", keep_going,
	       "with a strategy: count failures instead of stopping at one (default urw)"),
	SWITCH("leaks", leaks, "memory that nothing points to any more is a failure"),
	SWITCH("no-waiting", no_waiting, "a thread that has to wait for another is a failure"),
	SWITCH("no-spinning", no_spinning,
	       "a thread that waits by looking again and again instead of sleeping is a failure"),
	SWITCH("as-found", unshrunk, "do not shorten the failing schedule"),
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
	if (command->request.file_count == COMPILE_MOST_FILES)
		die_user("at most %d files", COMPILE_MOST_FILES);
	command->request.file[command->request.file_count++] = path;
}

static void add_flag(struct command *command, char *flag)
{
	if (command->request.flag_count == COMPILE_MOST_FLAGS)
		die_user("at most %d compiler flags", COMPILE_MOST_FLAGS);
	command->request.flag[command->request.flag_count++] = flag;
}

static bool *switch_of(struct explore_options *options, int key)
{
	return (bool *)((char *)options + (key - KEY_SWITCHES));
}

static error_t parse_option(int key, char *arg, struct argp_state *state)
{
	struct command *command = state->input;
	struct explore_options *options = &command->options;

	if (key >= KEY_SWITCHES && key < KEY_SWITCHES + (int)sizeof *options) {
		*switch_of(options, key) = true;
		return 0;
	}
	switch (key) {
	case 'b':
		options->budget = number(arg, "budget", 0.1, 1e6);
		break;
	case 'j':
		options->jobs = (int)number(arg, "jobs", 1, EXPLORE_JOBS);
		break;
	case 's':
		options->seed = (uint64_t)number(arg, "seed", 0, 1e15);
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
	case KEY_POINTS:
		options->points = (unsigned long)number(arg, "points", 1, 1e12);
		break;
	case 'r':
		options->schedule = arg;
		break;
	case 't':
		set_strategy(options, arg);
		break;
	case 'o':
		command->out = arg;
		break;
	case 'f':
		add_flag(command, arg);
		break;
	case ARGP_KEY_ARG:
		add_file(command, arg);
		break;
	default:
		return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

static void check_options(struct explore_options *options)
{
	if (options->keep_going && !options->strategy[0])
		set_strategy(options, "urw");
	if (options->cooperative && strcmp(options->strategy, "dpor") == 0)
		die_user("--strategy=dpor: not of coroutines, where dfs covers all; leave it out");
	if (options->cooperative && options->processes)
		die_user("--cooperative and --processes: threads stand for one or the other");
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

/* ---- exploring ---- */

static void report_progress(const struct explore_result *result)
{
	if (result->seconds > 1)
		term_progress("exploring: %lu schedules, %.0f s", result->schedules,
			      result->seconds);
}

/* The switches that were given, each after a space. */
static void list_switches(struct explore_options options, char *list, size_t size)
{
	*list = '\0';
	for (const struct argp_option *option = table; option->name; option++)
		if (option->key >= KEY_SWITCHES && *switch_of(&options, option->key))
			snprintf(list + strlen(list), size - strlen(list), " --%s", option->name);
}

/* As a person would type it: make knows of one file only. */
static void print_replay(const struct command *command, const char *string)
{
	const struct compile_request *request = &command->request;
	char given[256];

	list_switches(command->options, given, sizeof given);
	if (request->file_count == 1 && request->flag_count == 0 && !*command->arguments &&
	    !*given) {
		printf("  replay: make explore FILE=%s SCHEDULE=%s\n", request->file[0], string);
		return;
	}
	printf("  replay: build/bin/explore --schedule=%s%s", string, given);
	for (int i = 0; i < request->flag_count; i++)
		printf(" --flag='%s'", request->flag[i]);
	for (int i = 0; i < request->file_count; i++)
		printf(" %s", request->file[i]);
	for (char **argument = command->arguments; *argument; argument++)
		printf("%s '%s'", argument == command->arguments ? " --" : "", *argument);
	putchar('\n');
}

static void show(const struct command *command, const struct explore_result *result,
		 const char *program)
{
	if (command->out && show_json(result, program, command->out) != 0)
		die_system("cannot write %s", command->out);
	if (command->out && strcmp(command->out, "-") == 0)
		return;
	if (result->verdict == EXPLORE_FAILED)
		show_diagram(result, program);
	show_verdict(result, program);
	if (result->verdict == EXPLORE_FAILED && result->string[0])
		print_replay(command, result->string);
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
	if (command.request.file_count == 0)
		die_user("say which program: explore prog.c");
	check_options(&command.options);
	compile_program(&command.request, program, sizeof program);
	result = explore(&command, program);
	places_open(program);
	show(&command, result, program);
	places_close();
	status = status_of(result->verdict);
	explore_free(result);
	return status;
}
