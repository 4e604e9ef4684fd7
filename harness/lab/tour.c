/* tour.c: what the sections of a tour share (see tour.h). */
#include "lab/tour.h"

#include "base/die.h"
#include "base/term.h"
#include "measure/clock.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define DEADLINE_MS 10000
#define ROW_NS 700000000
#define QUICK_ROW_NS 100000000

void tour_headline(const char *format, ...)
{
	va_list args;

	term_progress_end();
	printf("\n%s", term_style(TERM_BOLD));
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	printf("%s\n", term_style(TERM_PLAIN));
	fflush(stdout);
}

bool tour_next_model(const struct tour *tour, const char **names, enum exec_model *model)
{
	while (**names) {
		size_t length = strcspn(*names, " ");
		char name[32];

		snprintf(name, sizeof name, "%.*s", (int)length, *names);
		*names += length + ((*names)[length] == ' ');
		if (!exec_model_parse(name, model))
			BUG("lab.c names a model that there is not: %s", name);
		if (options_want(&tour->options, *model))
			return true;
	}
	return false;
}

struct series *tour_open_series(const struct tour *tour, const char *name, const char *experiment,
				const char *columns)
{
	char path[PATH_MAX];
	struct series *series;

	snprintf(path, sizeof path, "%s/%s.tsv", tour->folder, name);
	series = series_open(path, experiment, columns);
	if (!series)
		die_system("cannot collect results");
	series_fact(series, "lab", "%s", tour->id);
	series_fact(series, "workers", "%d", tour->options.workers);
	series_fact(series, "operations", "%ld", tour->options.ops);
	series_fact(series, "seed", "%llu", (unsigned long long)tour->options.seed);
	series_fact(series, "mode", "%s", tour->options.quick ? "quick" : "full");
	return series;
}

void tour_close_series(struct series *series, const char *name)
{
	if (series_close(series) != 0) {
		term_progress_end();
		die_system("cannot write the results of '%s' (make room or permission under "
			   "build/results; older results are intact)",
			   name);
	}
}

struct run_request tour_request(const struct tour *tour, enum exec_model model)
{
	return (struct run_request){.model = model,
				    .workers = tour->options.workers,
				    .ops = tour->options.ops,
				    .deadline_ms = DEADLINE_MS};
}

bool tour_wants_run(const struct tour *tour, int done, int most, int64_t start_ns)
{
	int64_t budget_ns = tour->options.quick ? QUICK_ROW_NS : ROW_NS;

	return done < most && (done < most / 6 || clock_ns() - start_ns < budget_ns);
}

const char *tour_detector_word(enum detector_verdict verdict)
{
	static const char *const words[] = {
		[DETECTOR_CLEAN] = "silent",
		[DETECTOR_REPORT] = "reported",
		[DETECTOR_BLIND] = "no verdict",
	};

	return words[verdict];
}

const char *tour_short_name(const char *variant)
{
	const char *slash = strrchr(variant, '/');

	return slash ? slash + 1 : variant;
}
