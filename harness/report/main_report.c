/*
 * main_report.c: the program behind `make report`: one page from the results that there are.
 *
 *   build/bin/report [--results DIR] [--pictures DIR] [--labs DIR] [--out FILE] ...
 *
 * Status 0 when the page is written, whatever was missing; 2 when it could not be.
 */
#include "report/overview.h"

#include <argp.h>
#include <stdio.h>

#define MOST (3u << 20) /* bytes that a page should have */

enum { RESULTS = 256, PICTURES, LABS, ASSETS, OUT, SOURCE, MACHINE };

static const struct argp_option options[] = {
	{"results", RESULTS, "DIR", 0, "Result files (build/results)", 0},
	{"pictures", PICTURES, "DIR", 0, "Pictures as SVG (plots/out)", 0},
	{"labs", LABS, "DIR", 0, "Folders of labs (labs)", 0},
	{"assets", ASSETS, "DIR", 0, "Style and script (harness/report)", 0},
	{"out", OUT, "FILE", 0, "The page (build/report/index.html)", 0},
	{"source", SOURCE, "PREFIX", 0, "What links to sources begin with (../../)", 0},
	{"machine", MACHINE, "LINE", 0, "Take this for the machine we are on", 0},
	{0},
};

static error_t parse(int key, char *argument, struct argp_state *state)
{
	struct overview_options *into = state->input;

	switch (key) {
	case RESULTS:
		into->results = argument;
		return 0;
	case PICTURES:
		into->pictures = argument;
		return 0;
	case LABS:
		into->labs = argument;
		return 0;
	case ASSETS:
		into->assets = argument;
		return 0;
	case OUT:
		into->output = argument;
		return 0;
	case SOURCE:
		into->source = argument;
		return 0;
	case MACHINE:
		into->machine = argument;
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static const struct argp argp = {
	.options = options,
	.parser = parse,
	.doc = "Write one page from the results that there are.",
};

static void tell(const struct overview *report, size_t size)
{
	int whole = 0;

	for (int i = 0; i < report->labs; i++)
		whole += report->lab[i].state == 0;
	printf("%s: %d of %d labs, %.1f MB%s\n", report->options.output, whole, report->labs,
	       (double)size / 1e6, size > MOST ? " (more than it should be)" : "");
}

int main(int argc, char **argv)
{
	static struct overview report; /* large */
	struct overview_options wanted = {
		.results = "build/results",
		.pictures = "plots/out",
		.labs = "labs",
		.assets = "harness/report",
		.output = "build/report/index.html",
		.source = "../../",
	};
	size_t size;

	argp_err_exit_status = 2;
	argp_parse(&argp, argc, argv, 0, NULL, &wanted);
	overview_gather(&wanted, &report);
	size = overview_write(&report);
	tell(&report, size);
	overview_free(&report);
	return 0;
}
