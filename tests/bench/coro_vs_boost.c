/*
 * coro_vs_boost.c: our coroutines against boost.context's, both in the same minutes of the same
 * machine.
 *
 *   make build/bin/bench-coro && build/bin/bench-coro            about half a minute
 *   build/bin/bench-coro --smoke                                 a second: does it run at all?
 *
 * Two comparisons: one switch, and a pooled coroutine's whole life. Every launch is a fresh process
 * (this program again, with --answer), asked for one batch at a time in Latin-square order, so
 * that what disturbs one side disturbs the other (measure/compare.h). Ends in status 0 when the
 * ratios reach the targets, 1 when not, 2 when it could not measure.
 */
#include "base/child.h"
#include "base/die.h"
#include "base/term.h"
#include "bench/boost_pool.h"
#include "coro/coro.h"
#include "coro/switch.h"
#include "measure/clock.h"
#include "measure/compare.h"
#include "measure/machine.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ucontext.h>

/* ---- what is measured: each does `count` of its thing ----------------------------------------- */

static struct {
	void *here, *there;
} raw;

static void raw_bounce(void)
{
	for (;;)
		switch_to(&raw.there, raw.here);
}

static void our_switch(long count)
{
	static _Alignas(64) char stack[64 * 1024];

	raw.there = switch_prepare(stack, sizeof stack, raw_bounce);
	for (long i = 0; i < count; i += 2)
		switch_to(&raw.here, raw.there);
}

static void yield_forever(void *unused)
{
	(void)unused;
	for (;;)
		coro_yield();
}

static struct coro *create(coro_body *body)
{
	struct coro *coro = coro_create("bench", body, NULL);

	if (!coro)
		die_system("coro_create");
	return coro;
}

static void our_resume_and_yield(long count)
{
	struct coro *coro = create(yield_forever);

	for (long i = 0; i < count; i += 2)
		coro_resume(coro);
	coro_destroy(coro);
}

static ucontext_t ucontext_here, ucontext_there;

static void ucontext_bounce(void)
{
	for (;;)
		swapcontext(&ucontext_there, &ucontext_here);
}

static void libc_switch(long count)
{
	static _Alignas(64) char stack[64 * 1024];

	if (getcontext(&ucontext_there) != 0)
		die_system("getcontext");
	ucontext_there.uc_stack.ss_sp = stack;
	ucontext_there.uc_stack.ss_size = sizeof stack;
	makecontext(&ucontext_there, ucontext_bounce, 0);
	for (long i = 0; i < count; i += 2)
		if (swapcontext(&ucontext_here, &ucontext_there) != 0)
			die_system("swapcontext");
}

static volatile long ran;

static void run_once(void *unused)
{
	(void)unused;
	ran = ran + 1;
}

static void our_life(long count)
{
	for (long i = 0; i < count; i++) {
		struct coro *coro = create(run_once);

		coro_resume(coro);
		coro_destroy(coro);
	}
}

static void boost_life(long count)
{
	boost_create(count, CORO_STACK_SIZE);
}

/* ---- the comparisons -------------------------------------------------------------------------- */

#define MOST_CASES 4

/* The first case is ours, the second the peer that the target is about. */
struct comparison {
	const char *title;
	double target; /* ours over the peer's, at most */
	int cases;
	struct {
		const char *name;
		void (*run)(long count);
	} of[MOST_CASES];
};

static const struct comparison comparisons[] = {
	{"one switch",
	 0.60,
	 4,
	 {{"switch_to", our_switch},
	  {"boost jump_fcontext", boost_switch},
	  {"coro_resume, coro_yield", our_resume_and_yield},
	  {"swapcontext", libc_switch}}},
	{"pooled: create, run, destroy",
	 0.35,
	 2,
	 {{"coro_create...", our_life}, {"boost fiber, pooled stack", boost_life}}},
};

enum { COMPARISONS = sizeof comparisons / sizeof *comparisons };

/* ---- the measured process --------------------------------------------------------------------- */

/* Each question is "COMPARISON CASE COUNT", each answer the nanoseconds it took. */
static int answer(void)
{
	int comparison, which;
	long count;

	while (scanf("%d %d %ld", &comparison, &which, &count) == 3) {
		BUG_UNLESS(comparison >= 0 && comparison < COMPARISONS);
		BUG_UNLESS(which >= 0 && which < comparisons[comparison].cases);
		int64_t start = clock_ns();

		comparisons[comparison].of[which].run(count);
		printf("%" PRId64 "\n", clock_ns() - start);
		fflush(stdout);
	}
	return 0;
}

/* ---- the measuring process -------------------------------------------------------------------- */

struct bench {
	int comparison;
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
	char *argv[] = {"/proc/self/exe", "--answer", NULL};
	struct bench *bench = context;

	(void)number;
	stop(bench);
	if (child_start(&bench->child, argv, NULL) != 0)
		return -1;
	bench->is_started = true;
	return 0;
}

static double batch(void *context, int which, long iterations)
{
	struct bench *bench = context;
	char question[64], reply[64];

	snprintf(question, sizeof question, "%d %d %ld", bench->comparison, which, iterations);
	if (child_ask(&bench->child, question, reply, sizeof reply, 60000) != 0)
		return -1;
	return strtod(reply, NULL);
}

static void progress(void *context, int done, int total)
{
	const struct bench *bench = context;

	term_progress("%s: %d of %d", comparisons[bench->comparison].title, done, total);
}

static struct compare_plan make_plan(struct bench *bench, bool smoke)
{
	return (struct compare_plan){
		.cases = comparisons[bench->comparison].cases,
		.launches = smoke ? 2 : 12,
		.batches = smoke ? 2 : 12,
		.batch_ns = smoke ? 1e4 : 2e5,
		.seed = 1,
		.context = bench,
		.launch = launch,
		.batch = batch,
		.progress = progress,
	};
}

/* ---- what it says ----------------------------------------------------------------------------- */

static void print_rows(const struct comparison *comparison, const struct compare_result *result)
{
	printf("  %-26s %30s   %s\n", "", "ns, median [95 % interval]", "ratio to ours");
	for (int i = 0; i < comparison->cases; i++) {
		struct estimate time = compare_time(result, i);
		struct estimate ratio = compare_ratio(result, i, 0);

		printf("  %-26s %9.2f [%8.2f, %8.2f]", comparison->of[i].name, time.value, time.low,
		       time.high);
		if (i > 0)
			printf("   %.2f [%.2f, %.2f]", ratio.value, ratio.low, ratio.high);
		putchar('\n');
	}
}

/* Prints how ours stands against the target. Returns whether it is reached. */
static bool print_verdict(const struct comparison *comparison, const struct compare_result *result)
{
	struct estimate ratio = compare_ratio(result, 0, 1);
	struct estimate twin = compare_twin(result);
	const char *verdict = ratio.high <= comparison->target	  ? "reached"
			      : ratio.low > comparison->target	  ? "missed"
			      : ratio.value <= comparison->target ? "reached, though not surely"
								  : "missed, though not surely";

	printf("  ours / %s = %.3f [%.3f, %.3f]; target at most %.2f: %s\n", comparison->of[1].name,
	       ratio.value, ratio.low, ratio.high, comparison->target, verdict);
	printf("  noise: ours measured as if it were two differs by %.3f [%.3f, %.3f]%s\n\n",
	       twin.value, twin.low, twin.high,
	       result->noisy ? "; the machine was busy, repeat on a quiet one" : "");
	return ratio.value <= comparison->target;
}

static bool run_comparison(int number, bool smoke)
{
	const struct comparison *comparison = &comparisons[number];
	struct bench bench = {.comparison = number};
	struct compare_plan plan = make_plan(&bench, smoke);
	struct compare_result result;
	int status = compare_run(&plan, &result);
	bool reached = false;

	stop(&bench);
	term_progress_end();
	if (status != 0)
		die_user("%s: the measured process gave up", comparison->title);
	printf("%s (%d launches x %d batches x %ld)\n", comparison->title, result.launches,
	       result.batches, result.iterations);
	print_rows(comparison, &result);
	reached = print_verdict(comparison, &result);
	compare_free(&result);
	return reached;
}

static void print_machine(void)
{
	struct machine machine;
	char line[512];

	machine_read(&machine);
	machine_line(&machine, line, sizeof line);
	printf("%s; switch: %s\n\n", line, switch_name);
}

int main(int argc, char **argv)
{
	bool smoke = argc == 2 && strcmp(argv[1], "--smoke") == 0, reached = true;

	if (argc == 2 && strcmp(argv[1], "--answer") == 0)
		return answer();
	if (argc > 1 && !smoke)
		die_user("there is no '%s': run it without, or with --smoke", argv[1]);
	print_machine();
	for (int i = 0; i < COMPARISONS; i++)
		reached &= run_comparison(i, smoke);
	if (smoke)
		printf("This was a smoke test: the figures above mean nothing.\n");
	return smoke || reached ? 0 : 1;
}
