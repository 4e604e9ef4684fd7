/* options.c: the command line that every lab program shares (see options.h). */
#include "lab/options.h"
#include "lab/lab.h"

#include "base/die.h"

#include <argp.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define DEFAULT_SEED 1
#define DEFAULT_RUNS 20
#define MOST_RUNS 1000000

enum { KEY_SERVE = 0x100, KEY_PIN, KEY_SEED };

static const struct argp_option tour_options[] = {
	{"workers", 'w', "N", 0, "how many workers (make: WORKERS=)", 0},
	{"ops", 'o', "N", 0, "operations of each worker (OPS=)", 0},
	{"model", 'm', "NAME", 0,
	 "serial, threads, processes, private or coroutines (MODEL=; default: all)", 0},
	{"quick", 'q', NULL, 0, "fewer runs and launches (QUICK=1)", 0},
	{"seed", KEY_SEED, "N", 0, "for everything that is drawn at random (SEED=)", 0},
	{0},
};

static const struct argp_option variant_options[] = {
	{"workers", 'w', "N", 0, "how many workers", 0},
	{"ops", 'o', "N", 0, "operations of each worker", 0},
	{"model", 'm', "NAME", 0, "serial, threads, processes, private or coroutines", 0},
	{"runs", 'r', "N", 0, "how many runs (default 20)", 0},
	{"pin", KEY_PIN, NULL, 0, "pin workers to CPUs, round robin", 0},
	{"serve", KEY_SERVE, NULL, 0, "answer questions on standard input, one run a line", 0},
	{0},
};

/* A whole number from `least` to `most`, or a message that names the make variable. */
static long number(const char *text, const char *name, long least, long most)
{
	char *end;
	long value;

	errno = 0;
	value = strtol(text, &end, 10);
	if (end == text || *end || errno || value < least || value > most)
		die_user("%s=%s: give a whole number from %ld to %ld", name, text, least, most);
	return value;
}

/* A lab that only measures has no workers of its own. */
static void need_workload(const char *name)
{
	if (!lab.work)
		die_user("%s= means nothing in this lab: leave it out", name);
}

static error_t parse_option(int key, char *arg, struct argp_state *state)
{
	struct options *options = state->input;

	switch (key) {
	case 'w':
		need_workload("WORKERS");
		options->workers = (int)number(arg, "WORKERS", 1, OPTIONS_MOST_WORKERS);
		break;
	case 'o':
		need_workload("OPS");
		options->ops = number(arg, "OPS", 1, lab.most_ops);
		options->has_ops = true;
		break;
	case 'm':
		need_workload("MODEL");
		if (!exec_model_parse(arg, &options->model))
			die_user("MODEL=%s: choose one of %s", arg, exec_model_names());
		options->has_model = true;
		break;
	case 'q':
		options->quick = true;
		break;
	case 'r':
		options->runs = (int)number(arg, "--runs", 1, MOST_RUNS);
		break;
	case KEY_SEED:
		options->seed = (uint64_t)number(arg, "SEED", 0, INT32_MAX);
		break;
	case KEY_PIN:
		options->pin = true;
		break;
	case KEY_SERVE:
		options->serve = true;
		break;
	case ARGP_KEY_ARG:
		die_user("what is '%s'? (--help lists the options)", arg);
	default:
		return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

void options_parse(int argc, char **argv, const char *doc, bool variant, struct options *options)
{
	struct argp parser = {variant ? variant_options : tour_options,
			      parse_option,
			      NULL,
			      doc,
			      NULL,
			      NULL,
			      NULL};

	*options = (struct options){
		.workers = lab.workers, .seed = DEFAULT_SEED, .runs = DEFAULT_RUNS};
	argp_err_exit_status = DIE_STATUS;
	/* Parsing fails by exiting; it returns an error only when memory is out. */
	if (argp_parse(&parser, argc, argv, 0, NULL, options) != 0)
		die_user("cannot parse the command line");
	if (!options->has_ops)
		options->ops = options->quick ? lab.quick_ops : lab.ops;
}

bool options_want(const struct options *options, enum exec_model model)
{
	return !options->has_model || options->model == model;
}
