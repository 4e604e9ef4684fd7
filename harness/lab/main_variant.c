/*
 * main_variant.c: the program that each variant of a lab becomes.
 *
 *   build/labs/lab03-shared-list/native/broken --model threads --runs 50
 *
 * prints what the runs ended with. With --serve it answers the tour's questions instead.
 */
#include "lab/lab.h"
#include "lab/options.h"
#include "lab/tally.h"

#include "base/die.h"
#include "base/term.h"
#include "tsan/inside.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEADLINE_MS 10000

/* Beside what the variant itself may print: to a file of their own, if there is one. */
static FILE *open_answers(void)
{
	const char *path = getenv(RUN_ANSWERS);
	FILE *file = path ? fopen(path, "we") : stdout;

	if (!file)
		die_system("cannot write %s", path);
	return file;
}

static void serve(void)
{
	FILE *answers = open_answers();
	char line[256];

	while (fgets(line, sizeof line, stdin)) {
		struct run_request request;
		struct run run;

		if (!run_parse_request(line, &request))
			die_user("malformed question: %s", line);
		run_variant(&request, &run);
		run_format(&run, line, sizeof line);
		fprintf(answers, "%s\n", line);
		if (fflush(answers) != 0)
			return; /* nobody listens any more */
	}
}

static void run_model(const struct options *options, enum exec_model model)
{
	struct run_request request = {.model = model,
				      .workers = options->workers,
				      .ops = options->ops,
				      .deadline_ms = DEADLINE_MS,
				      .pin = options->pin};
	struct tally tally = {.variant = program_invocation_short_name, .model = model};
	bool unpinned = false;

	for (int i = 0; i < options->runs; i++) {
		struct run run;

		term_progress("%s, %s: run %d of %d", tally.variant, exec_model_name(model), i + 1,
			      options->runs);
		run_variant(&request, &run);
		tally_add(&tally, &run);
		unpinned |= options->pin && !run.pinned;
	}
	term_progress_end();
	tally_print(&tally);
	if (unpinned)
		puts("  (this system does not let us pin workers to CPUs: they ran unpinned)");
}

int main(int argc, char **argv)
{
	struct options options;

	inside_canary();
	options_parse(argc, argv, "Run one variant of a lab and say what the runs ended with.",
		      true, &options);
	if (options.serve) {
		serve();
		return 0;
	}
	printf("%s: %d workers, %ld operations each\n", lab.title, options.workers, options.ops);
	tally_print_head();
	for (enum exec_model model = 0; model < EXEC_MODELS; model++)
		if (options_want(&options, model))
			run_model(&options, model);
	return 0;
}
