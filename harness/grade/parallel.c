/*
 * parallel.c: do workers still get on side by side?
 *
 * Whoever works on different things need not wait: each worker gets a state of its own, and the
 * explorer looks for a schedule in which one waits for another. That decides, since it does not
 * depend on the machine. How much it costs is measured: the fix and the reference run in turn, so
 * that what disturbs one disturbs the other. By its time alone a fix loses points only if it is
 * slower beyond any noise.
 */
#include "grade/ask.h"

#include "base/child.h"
#include "base/die.h"
#include "measure/stats.h"

#include <sched.h>
#include <stdio.h>
#include <string.h>

#define ROUNDS 5
#define MOST_ROUNDS 15 /* of what seems too slow, until that is sure or will not get so */
#define LEAST_ROUNDS 3 /* enough for those who are slow beyond doubt */
#define BEYOND_DOUBT 5 /* so many times the limit in each of two rounds: no noise does that */
#define DEADLINE_MS 2500
#define REFERENCE_MS 15000 /* on a machine that is busy with much else */
#define MOST_MS 20000
#define RESAMPLINGS 1000

/*
 * What is timed: all at one thing; and where it makes sense, each at its own, and one alone, to compare
 * that with.
 */
enum { TOGETHER, APART, SINGLE, MOST_TIMED };

struct times {
	size_t rounds;
	int requests;
	struct run_request request[MOST_TIMED];
	double fix[MOST_TIMED][MOST_ROUNDS], reference[MOST_TIMED][MOST_ROUNDS];
};

static void make_requests(const struct grade_check *check, const struct grade_size *size,
			  struct times *times)
{
	times->requests = check->explored ? MOST_TIMED : 1;
	for (int i = 0; i < times->requests; i++)
		times->request[i] = (struct run_request){.model = EXEC_THREADS,
							 .workers = i == SINGLE ? 1 : size->workers,
							 .ops = size->ops,
							 .deadline_ms = DEADLINE_MS,
							 .pin = i != TOGETHER,
							 .apart = i == APART};
}

/*
 * The solution is ours: it needs no sandbox, and the box never sees it. Returns false when somebody
 * interrupts: that reaches the reference, too.
 */
static bool time_reference(const struct fix *fix, struct times *times)
{
	char program[2 * PATH_MAX], question[128], answer[512];
	char *argv[] = {program, "--serve", NULL};
	struct child child;
	struct run run;
	int i;

	snprintf(program, sizeof program, "%s/build/labs/%s/native/solution", fix->top, fix->lab);
	if (child_start(&child, argv, NULL) != 0)
		die_system("cannot run the reference: is 'make build' done? %s", program);
	for (i = 0; i < times->requests; i++) {
		struct run_request request = times->request[i];

		request.deadline_ms = REFERENCE_MS;
		run_format_request(&request, question, sizeof question);
		if (child_ask(&child, question, answer, sizeof answer, 2 * REFERENCE_MS) != 0 ||
		    !run_parse(answer, &run) || run.elapsed_ns <= 0)
			break;
		times->reference[i][times->rounds] = run.elapsed_ns;
	}
	child_stop(&child, DEADLINE_MS);
	if (i < times->requests && !sandbox_interrupted)
		die_user("the reference does not come to its end in time: run 'make build', or "
			 "grade again when the machine is less busy");
	return i == times->requests;
}

/* What is still right must not be cut off, however slow the machine is at present. */
static void set_deadlines(struct times *times)
{
	for (int i = 0; i < times->requests; i++) {
		double right_ms = grading.slowest * times->reference[i][times->rounds] * 1e-6;

		times->request[i].deadline_ms = right_ms > MOST_MS	 ? MOST_MS
						: right_ms > DEADLINE_MS ? (int)right_ms
									 : DEADLINE_MS;
	}
}

/*
 * Returns false when some run did not come to its end, or not to the right one: whoever leaves work
 * out is soon done. What is wrong is said, if it is not only that it takes too long.
 */
static bool time_fix(const struct fix *fix, struct times *times, struct grade_verdict *verdict)
{
	const struct run *bad;
	struct asked asked;
	char text[256];
	bool all;

	set_deadlines(times);
	ask_runs(fix, "native", times->request, times->requests, NULL, &asked);
	/* With several workers luck would have a part in it, and that is another check's. */
	bad = times->request[TOGETHER].workers == 1 ? ask_first_bad(&asked) : NULL;
	if (bad && bad->outcome >= 0)
		verdict_fail(verdict, "With so many, %s.\n", ask_describe(bad, text, sizeof text));
	all = asked.whole && verdict->result != GRADE_FAILED;
	for (int i = 0; all && i < times->requests; i++) {
		times->fix[i][times->rounds] = asked.run[i].elapsed_ns;
		all = asked.run[i].elapsed_ns > 0;
	}
	ask_free(&asked);
	return all;
}

static struct estimate compare(const struct fix *fix, const struct times *times, const double *one,
			       const double *other)
{
	return stats_paired_ratio(one, other, times->rounds, 1, RESAMPLINGS, fix->seed);
}

static struct estimate compare_speed(const struct fix *fix, const struct times *times)
{
	return compare(fix, times, times->fix[TOGETHER], times->reference[TOGETHER]);
}

static double least(const double *times, size_t rounds)
{
	double least = times[0];

	for (size_t i = 1; i < rounds; i++)
		least = times[i] < least ? times[i] : least;
	return least;
}

/* The best rounds of both: what disturbs only makes slower, and never all of so many rounds. */
static double compare_best(const struct times *times)
{
	return least(times->fix[TOGETHER], times->rounds) /
	       least(times->reference[TOGETHER], times->rounds);
}

/* More rounds would only take more of everybody's time. */
static bool is_hopeless(const struct fix *fix, const struct times *times)
{
	if (times->rounds >= 2 && compare_best(times) > BEYOND_DOUBT * grading.slowest)
		return true;
	return times->rounds >= LEAST_ROUNDS && compare_speed(fix, times).low > 2 * grading.slowest;
}

static bool is_suspicious(const struct times *times)
{
	return compare_best(times) > 2 * grading.slowest;
}

/* Disturbed rounds of the reference must not save a fix that is far too slow. */
static bool is_enough(const struct fix *fix, const struct times *times)
{
	if (times->rounds < ROUNDS)
		return is_hopeless(fix, times);
	return !is_suspicious(times) || compare_speed(fix, times).low > grading.slowest;
}

static bool take_times(const struct fix *fix, struct times *times, struct grade_verdict *verdict)
{
	for (times->rounds = 0; times->rounds < MOST_ROUNDS && !is_enough(fix, times);
	     times->rounds++)
		if (!time_reference(fix, times) || !time_fix(fix, times, verdict))
			return false;
	return true;
}

static int count_cores(void)
{
	cpu_set_t cores;

	return sched_getaffinity(0, sizeof cores, &cores) == 0 ? CPU_COUNT(&cores) : 1;
}

/* For the record: what it costs two workers that they work at the same time. */
static void tell_overlap(const struct fix *fix, const struct grade_size *size,
			 const struct times *times, struct grade_verdict *verdict)
{
	struct estimate ours, reference;

	if (count_cores() < size->workers) {
		verdict_say(verdict, "There are fewer cores here than workers, so how well they "
				     "overlap in time is not measured.\n");
		return;
	}
	ours = compare(fix, times, times->fix[APART], times->fix[SINGLE]);
	reference = compare(fix, times, times->reference[APART], times->reference[SINGLE]);
	verdict_say(verdict,
		    "%d workers, each at its own, take %.1f times as long as one (95 %% interval "
		    "%.1f to %.1f); with the reference solution %.1f times (%.1f to %.1f).\n",
		    size->workers, ours.value, ours.low, ours.high, reference.value, reference.low,
		    reference.high);
}

static void judge_speed(const struct fix *fix, const struct times *times,
			struct grade_verdict *verdict)
{
	struct estimate ratio = compare_speed(fix, times);

	if (ratio.low > grading.slowest || is_hopeless(fix, times) ||
	    (times->rounds == MOST_ROUNDS && is_suspicious(times)))
		verdict_fail(verdict,
			     "It takes %.1f times as long as the reference solution (95 %% "
			     "interval %.1f to %.1f; up to %.0f would do): workers wait where "
			     "they need not.\n",
			     ratio.value, ratio.low, ratio.high, grading.slowest);
}

/* Returns false when there is nothing that could be said of its speed. */
static bool check_speed(const struct fix *fix, const struct grade_check *check,
			const struct grade_size *size, struct grade_verdict *verdict)
{
	static struct times times;
	bool last = !size[1].workers;

	make_requests(check, size, &times);
	if (!take_times(fix, &times, verdict)) {
		if (verdict->result != GRADE_FAILED)
			verdict_fail(verdict, "It did not come to its end, so nothing can be said "
					      "of its speed.\n");
		return false;
	}
	judge_speed(fix, &times, verdict);
	if (last && verdict->result == GRADE_PASSED)
		verdict_say(verdict, "It is fast enough beside the reference solution.\n");
	if (last && check->explored)
		tell_overlap(fix, size, &times, verdict);
	return true;
}

void parallel_check(struct fix *fix, const struct grade_check *check, struct grade_verdict *verdict)
{
	const struct grade_size *size = check->sizes;

	verdict->result = GRADE_PASSED;
	if (checks_ruled_out(fix, check, verdict))
		return;
	/* What is too slow with few would only take longer with many. */
	for (; size->workers && verdict->result == GRADE_PASSED; size++)
		if (!check_speed(fix, check, size, verdict))
			return;
	if (!check->explored)
		return;
	verdict_say(verdict, "Who works on something else is not waited for:\n");
	explore_sizes(fix, GRADE_PARALLEL, check->explored, verdict);
}
