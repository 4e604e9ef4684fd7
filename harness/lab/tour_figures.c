/* tour_figures.c: what came out of an experiment, as a table and as a result file (see tour.h). */
#include "lab/tour.h"

#include "base/die.h"
#include "base/term.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define NAME_WIDTH 38

/* ---- the table --------------------------------------------------------------------------- */

struct scale {
	const char *base;     /* how a unit begins that is scaled */
	double step;	      /* from one name to the next */
	const char *names[5]; /* ends with NULL */
};

static const struct scale scales[] = {
	{"ns", 1000, {"ns", "us", "ms", "s"}},
	{"KiB", 1024, {"KiB", "MiB", "GiB", "TiB"}},
};

/* Three digits, and the unit where it is one that scales: "12.3 us". */
static const char *format_value(double value, const char *unit, char *text, size_t size)
{
	const char *name = "";

	if (!isfinite(value)) {
		snprintf(text, size, "-");
		return text;
	}
	for (size_t i = 0; i < sizeof scales / sizeof *scales; i++) {
		if (strncmp(unit, scales[i].base, strlen(scales[i].base)) != 0)
			continue;
		for (int n = 0; scales[i].names[n]; n++) {
			name = scales[i].names[n];
			if (value < scales[i].step || !scales[i].names[n + 1])
				break;
			value /= scales[i].step;
		}
	}
	snprintf(text, size, "%.*f%s%s",
		 value >= 100  ? 0
		 : value >= 10 ? 1
			       : 2,
		 value, *name ? " " : "", name);
	return text;
}

static void print_interval(const struct estimate *estimate, const char *unit)
{
	char value[32], low[32], high[32], text[80];

	snprintf(text, sizeof text, "[%s, %s]", format_value(estimate->low, unit, low, sizeof low),
		 format_value(estimate->high, unit, high, sizeof high));
	printf("%10s %-22s", format_value(estimate->value, unit, value, sizeof value), text);
}

static void print_ratio(const struct experiment *experiment, int curve)
{
	struct estimate ratio = experiment_ratio(experiment, 0, curve, 0, 0, 0);
	enum compare_verdict verdict = compare_decide(ratio, experiment_twin(experiment, 0, 0));

	if (curve == 0)
		printf(" %9s", "reference");
	else if (!isfinite(ratio.value)) /* where the reference is zero */
		printf(" %9s ", "-");
	else
		printf(" %8.3gx%s", ratio.value, verdict == COMPARE_NOT_DECIDED ? "?" : " ");
}

/* Without a parameter there is room for everything in one line. */
static void print_line(const struct experiment *experiment, int curve)
{
	struct estimate value = experiment_median(experiment, 0, curve, 0);

	printf("  %-*s", NAME_WIDTH, experiment->curve[curve].name);
	if (!isfinite(value.value)) {
		printf("%10s\n", "-");
		return;
	}
	print_interval(&value, experiment->what->unit);
	print_ratio(experiment, curve);
	for (int m = 1; m < experiment->measures; m++) {
		double extra = experiment_median(experiment, m, curve, 0).value;
		const char *name = experiment->what->extras[m - 1];
		char text[32];

		if (isfinite(extra))
			printf("  %s %s", format_value(extra, "", text, sizeof text), name);
	}
	printf("\n");
}

/* With one, a column for each value. */
static void print_row(const struct experiment *experiment, int curve)
{
	printf("  %-*s", NAME_WIDTH, experiment->curve[curve].name);
	for (int point = 0; point < experiment->points; point++) {
		char text[32];

		printf("%10s", format_value(experiment_median(experiment, 0, curve, point).value,
					    experiment->what->unit, text, sizeof text));
	}
	printf("\n");
}

static void print_head(const struct experiment *experiment)
{
	const struct lab_experiment *what = experiment->what;

	tour_headline("%s", what->title);
	if (what->note)
		term_paragraph(2, what->note);
	if (!what->parameter) {
		printf("  %s%-*s%10s %-22s %9s%s\n", term_style(TERM_DIM), NAME_WIDTH, "",
		       what->unit, "[95 % interval]", "ratio", term_style(TERM_PLAIN));
		return;
	}
	printf("  %s%s; %s:%s\n", term_style(TERM_DIM), what->unit, what->parameter,
	       term_style(TERM_PLAIN));
	printf("  %-*s", NAME_WIDTH, "");
	for (int point = 0; point < experiment->points; point++)
		printf("%10ld", experiment_value(experiment, point));
	printf("\n");
}

/* Why something is missing, said once for neighbouring values with the same reason. */
static void print_missing(const struct experiment *experiment, int curve)
{
	const char *last = "";

	for (int point = 0; point < experiment->points; point++) {
		const char *missing = experiment_cell(experiment, curve, point)->missing;

		if (missing[0] && strcmp(missing, last) != 0) {
			printf("  %s: ", experiment->curve[curve].name);
			if (experiment->what->parameter)
				printf("at %ld: ", experiment_value(experiment, point));
			printf("not measured: %s\n", missing);
		}
		last = missing;
	}
}

/* The noise of the run: how far the reference is from itself, at the worst of all values. */
static void print_twin(const struct experiment *experiment)
{
	struct estimate worst = {1, 1, 1};

	for (int point = 0; point < experiment->points; point++) {
		struct estimate twin = experiment_twin(experiment, 0, point);

		worst.low = fmin(worst.low, twin.low);
		worst.high = fmax(worst.high, twin.high);
	}
	printf("  %sthe reference against itself: between %.2fx and %.2fx%s%s%s\n",
	       term_style(TERM_DIM), worst.low, worst.high,
	       experiment->what->parameter ? "" : "; ?: no larger than that, not decided",
	       experiment->is_noisy ? "; the machine is noisy" : "", term_style(TERM_PLAIN));
}

void tour_show_experiment(const struct experiment *experiment)
{
	print_head(experiment);
	for (int curve = 0; curve < experiment->curves - 1; curve++) /* the twin comes last */
		experiment->what->parameter ? print_row(experiment, curve)
					    : print_line(experiment, curve);
	for (int curve = 0; curve < experiment->curves; curve++)
		print_missing(experiment, curve);
	print_twin(experiment);
	fflush(stdout);
}

/* ---- the result file --------------------------------------------------------------------- */

static const char *placement_word(enum lab_placement placement)
{
	static const char *const words[] = {"-", "same core", "across cores"};

	return words[placement];
}

static void save_cell(const struct experiment *experiment, int measure, int curve, int point,
		      struct series *series)
{
	const struct lab_experiment *what = experiment->what;
	const struct cell *cell = experiment_cell(experiment, curve, point);
	struct estimate value = experiment_median(experiment, measure, curve, point);
	struct estimate ratio = experiment_ratio(experiment, measure, curve, point, 0, point);

	if (!cell->is_wanted)
		return;
	series_row(series,
		   "%s\t%s\t%s\t%ld\t%s\t%.6g\t%.6g\t%.6g\t%.6g\t%.5g\t%.5g\t%.5g\t%ld\t%d\t%d\t%s",
		   experiment->curve[curve].name,
		   curve == experiment->curves - 1
			   ? "twin"
			   : what->subjects[experiment->curve[curve].subject].label,
		   placement_word(experiment->curve[curve].placement),
		   experiment_value(experiment, point),
		   measure ? what->extras[measure - 1] : "value", value.value, value.low,
		   value.high, experiment_mad(experiment, measure, curve, point), ratio.value,
		   ratio.low, ratio.high, cell->count, cell->launches, cell->batches,
		   cell->missing[0] ? cell->missing : "-");
}

void tour_save_experiment(const struct tour *tour, const struct experiment *experiment)
{
	const struct lab_experiment *what = experiment->what;
	struct series *series = tour_open_series(
		tour, what->name, what->title,
		"series\tsubject\tplacement\tparameter\tmeasure\tvalue\tlow\thigh\tmad\t"
		"ratio\tratio_low\tratio_high\tcount\tlaunches\tbatches\tmissing");

	/* What the common picture needs (plots/experiment.gp). */
	series_fact(series, "note", "%s", what->note ? what->note : "");
	series_fact(series, "unit", "%s", what->unit);
	series_fact(series, "parameter", "%s", what->parameter ? what->parameter : "");
	series_fact(series, "scale", "%s", what->is_linear ? "linear" : "log");
	series_fact(series, "noisy", "%s", experiment->is_noisy ? "yes" : "no");
	for (int measure = 0; measure < experiment->measures; measure++)
		for (int curve = 0; curve < experiment->curves; curve++)
			for (int point = 0; point < experiment->points; point++)
				save_cell(experiment, measure, curve, point, series);
	tour_close_series(series, what->name);
}
