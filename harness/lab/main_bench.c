/*
 * main_bench.c: the program by which a lab measures, build/labs/LAB/bench.
 *
 *   bench                        the experiments and their subjects
 *   bench EXPERIMENT             measure each subject once (no statistics: that is the tour's job)
 *   bench EXPERIMENT SUBJECT     only this one: for a debugger, strace or perf
 *   bench --serve                answer the tour's questions on standard input (see bench.h)
 */
#include "lab/bench.h"

#include "base/die.h"

#include <stdio.h>
#include <string.h>

#define BATCH_NS 1e7

static void serve(void)
{
	char line[BENCH_LINE];

	while (fgets(line, sizeof line, stdin)) {
		struct bench_request request;
		struct bench_answer answer;

		if (!bench_parse_request(line, &request))
			die_user("malformed question: %s", line);
		bench_measure(&request, &answer);
		bench_format(&answer, line, sizeof line);
		printf("%s\n", line);
		if (fflush(stdout) != 0)
			return; /* nobody listens any more */
	}
}

static void list(void)
{
	for (const struct lab_experiment *e = lab_experiments; e->name; e++) {
		printf("%s: %s (%s)\n", e->name, e->title, e->unit);
		for (const struct lab_subject *s = e->subjects; s->label; s++)
			printf("    %s\n", s->label);
	}
}

static void print(const struct lab_experiment *experiment, const struct bench_request *request,
		  const struct bench_answer *answer)
{
	static const char *const places[] = {"", "same core", "across cores"};

	printf("%-32s %-13s", experiment->subjects[request->subject].label,
	       places[request->placement]);
	if (experiment->parameter)
		printf("%10ld", request->parameter);
	if (answer->sample.missing[0]) {
		printf("  %s\n", answer->sample.missing);
		return;
	}
	printf("%14.5g %s (of %ld)", answer->sample.value, experiment->unit, answer->count);
	for (int i = 0; experiment->extras && experiment->extras[i]; i++)
		printf("  %s %.4g", experiment->extras[i], answer->sample.extra[i]);
	printf("\n");
	fflush(stdout);
}

/* One subject at all values of the parameter. */
static void measure(int experiment, int subject, enum lab_placement placement)
{
	static const long none[] = {0, LAB_LAST};
	const struct lab_experiment *e = &lab_experiments[experiment];
	long most = e->subjects[subject].most;

	for (const long *value = e->parameter ? e->values : none; *value != LAB_LAST; value++) {
		struct bench_request request = {.experiment = experiment,
						.subject = subject,
						.placement = placement,
						.parameter = *value,
						.count = e->count,
						.batch_ns = BATCH_NS};
		struct bench_answer answer;

		if (most > 0 && *value > most)
			continue;
		bench_measure(&request, &answer);
		print(e, &request, &answer);
	}
}

static void measure_subject(int experiment, int subject)
{
	unsigned placements = lab_experiments[experiment].subjects[subject].placements;

	if (placements == LAB_ANYWHERE)
		measure(experiment, subject, LAB_ANYWHERE);
	if (placements & LAB_SAME_CORE)
		measure(experiment, subject, LAB_SAME_CORE);
	if (placements & LAB_ACROSS_CORES)
		measure(experiment, subject, LAB_ACROSS_CORES);
}

/* Measure what is named; `label` NULL: all subjects. */
static void measure_named(const char *name, const char *label)
{
	int e = 0, found = 0;

	while (lab_experiments[e].name && strcmp(lab_experiments[e].name, name) != 0)
		e++;
	if (!lab_experiments[e].name)
		die_user("there is no experiment '%s': without arguments this lists what there is",
			 name);
	for (int s = 0; lab_experiments[e].subjects[s].label; s++) {
		if (label && strcmp(lab_experiments[e].subjects[s].label, label) != 0)
			continue;
		measure_subject(e, s);
		found++;
	}
	if (!found)
		die_user("there is no subject '%s' in '%s': without arguments this lists what "
			 "there is",
			 label, name);
}

int main(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], "--serve") == 0)
		serve();
	else if (argc == 1)
		list();
	else if (argc <= 3)
		measure_named(argv[1], argc == 3 ? argv[2] : NULL);
	else
		die_user("usage: bench [EXPERIMENT [SUBJECT]]");
	return 0;
}
