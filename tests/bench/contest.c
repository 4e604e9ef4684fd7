/* contest.c: see contest.h. */
#include "bench/contest.h"

#include "base/child.h"
#include "base/die.h"
#include "base/term.h"
#include "measure/compare.h"
#include "measure/machine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEADLINE_MS 60000

static const struct contest *table;
static bool smoke;

/* ---- the measured process ---- */

/* Each question is "CONTEST SIDE COUNT", each answer the nanoseconds it took. */
static int answer(void)
{
	int number, side;
	long count;

	while (scanf("%d %d %ld", &number, &side, &count) == 3) {
		const struct contest *contest = &table[number];

		printf("%.0f\n", (side == 0 ? contest->ours : contest->peer).run(count));
		if (fflush(stdout) != 0)
			return DIE_STATUS;
	}
	return 0;
}

/* ---- the measuring process ---- */

struct bench {
	const struct contest *contest;
	bool is_started;
	struct child child;
};

static void stop(struct bench *bench)
{
	if (bench->is_started)
		child_stop(&bench->child, 1000);
	bench->is_started = false;
}

static int launch(void *context, int number)
{
	char self[] = "/proc/self/exe", option[] = "--answer";
	char *argv[] = {self, option, NULL};
	struct bench *bench = context;

	(void)number;
	stop(bench);
	if (child_start(&bench->child, argv, NULL) != 0)
		return -1;
	bench->is_started = true;
	return 0;
}

static double batch(void *context, int which, long count)
{
	struct bench *bench = context;
	char question[64], reply[64];

	snprintf(question, sizeof question, "%d %d %ld", (int)(bench->contest - table), which,
		 count);
	if (child_ask(&bench->child, question, reply, sizeof reply, DEADLINE_MS) != 0)
		return -1;
	return strtod(reply, NULL);
}

static void progress(void *context, int done, int total)
{
	const struct bench *bench = context;

	term_progress("%s: %d of %d", bench->contest->name, done, total);
}

static int or_usual(int wish, int usual)
{
	return smoke ? 2 : wish ? wish : usual;
}

static struct compare_plan make_plan(struct bench *bench)
{
	const struct contest *contest = bench->contest;
	double batch_ns = contest->batch_ns > 0 ? contest->batch_ns : 2e5;

	return (struct compare_plan){
		.cases = 2,
		.launches = or_usual(contest->launches, 12),
		.batches = or_usual(contest->batches, 12),
		.batch_ns = smoke ? batch_ns / 20 : batch_ns,
		.iterations = contest->count,
		.seed = 1,
		.context = bench,
		.launch = launch,
		.batch = batch,
		.progress = progress,
	};
}

/* ---- what it says ---- */

static const char *judge(const struct contest *contest, struct estimate ratio)
{
	if (contest->target == 0)
		return "for comparison";
	if (ratio.low > contest->target || (contest->least > 0 && ratio.high < contest->least))
		return "missed";
	if (ratio.high <= contest->target && ratio.low >= contest->least)
		return "reached";
	return "not decided";
}

/* Returns false if the target is surely missed. */
static bool print_row(const struct contest *contest, const struct compare_result *result)
{
	struct estimate ratio = compare_ratio(result, 0, 1), twin = compare_twin(result);
	const char *verdict = judge(contest, ratio);

	printf("%s\t%.1f\t%.1f\t%.4g\t%.4g\t%.4g\t", contest->name, compare_time(result, 0).value,
	       compare_time(result, 1).value, ratio.value, ratio.low, ratio.high);
	if (contest->target > 0)
		printf("%.4g\t%s\n", contest->target, verdict);
	else
		printf("-\t%s\n", verdict);
	printf("# %s: %s beside %s; ours measured as if it were two: %.3f [%.3f, %.3f]%s\n",
	       contest->name, contest->ours.name, contest->peer.name, twin.value, twin.low,
	       twin.high, result->noisy ? "; the machine was busy" : "");
	return strcmp(verdict, "missed") != 0;
}

static void print_missing(const struct contest *contest, const char *why)
{
	printf("%s\t-\t-\t-\t-\t-\t", contest->name);
	if (contest->target > 0)
		printf("%.4g\tmissing: %s\n", contest->target, why);
	else
		printf("-\tmissing: %s\n", why);
}

static bool measure(const struct contest *contest)
{
	struct bench bench = {.contest = contest};
	struct compare_plan plan = make_plan(&bench);
	struct compare_result result;
	int status = compare_run(&plan, &result);
	bool fine = true;

	stop(&bench);
	term_progress_end();
	if (status == 0)
		fine = print_row(contest, &result);
	else
		print_missing(contest, "one of the two could not be run");
	compare_free(&result);
	return fine;
}

static bool hold(const struct contest *contest)
{
	const char *why = contest->missing ? contest->missing() : NULL;
	bool fine = true;

	if (why)
		print_missing(contest, why);
	else
		fine = measure(contest);
	if (contest->note)
		printf("# %s: %s\n", contest->name, contest->note);
	if (fflush(stdout) != 0)
		die_system("cannot print");
	return fine;
}

static void print_head(void)
{
	struct machine machine;
	char line[512];

	machine_read(&machine);
	machine_line(&machine, line, sizeof line);
	printf("# %s\n", line);
	puts("name\tours\tpeer\tratio\tlow\thigh\ttarget\tverdict");
}

int contest_main(int argc, char **argv, const struct contest *contests)
{
	const char *word = argc > 1 && argv[argc - 1][0] != '-' ? argv[argc - 1] : "";
	bool fine = true, any = false;

	table = contests;
	if (argc == 2 && strcmp(argv[1], "--answer") == 0)
		return answer();
	smoke = argc > 1 && strcmp(argv[1], "--smoke") == 0;
	if (argc > 1 + smoke + (*word != '\0'))
		die_user("there is no '%s': give --smoke, or a word of a row's name, or nothing",
			 argv[1]);
	print_head();
	for (const struct contest *contest = contests; contest->name; contest++) {
		if (!strstr(contest->name, word))
			continue;
		any = true;
		fine &= hold(contest);
	}
	if (!any)
		die_user("no row's name has '%s' in it", word);
	if (smoke)
		puts("# This was a smoke test: the figures above mean nothing.");
	return fine || smoke ? 0 : 1;
}
