/* bench.c: one measurement of one subject, and the lines that ask for it (see bench.h). */
#include "lab/bench.h"

#include "base/child.h"
#include "base/die.h"
#include "measure/clock.h"
#include "measure/stats.h"

#include <errno.h>
#include <math.h>
#include <sched.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PARTS 5		/* calls for one answer */
#define MOST_BATCHES 50 /* an operation that takes so long needs no second one */

/* ---- for subjects ------------------------------------------------------------------------ */

void bench_missing(struct lab_sample *sample, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(sample->missing, sizeof sample->missing, format, args);
	va_end(args);
}

void bench_refused(struct lab_sample *sample, const char *call)
{
	bench_missing(sample, "%s: %s", call, strerror(errno));
}

/* The cores of this process as it was started, before anybody was pinned. */
static const cpu_set_t *allowed_cores(void)
{
	static cpu_set_t allowed;
	static bool is_known;

	if (!is_known && sched_getaffinity(0, sizeof allowed, &allowed) != 0)
		die_system("cannot find out which cores there are");
	is_known = true;
	return &allowed;
}

int bench_cores(void)
{
	return CPU_COUNT(allowed_cores());
}

/* The set that holds only the n-th allowed core. */
static cpu_set_t nth_core(int n)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	for (int core = 0; core < CPU_SETSIZE; core++)
		if (CPU_ISSET(core, allowed_cores()) && n-- == 0)
			CPU_SET(core, &set);
	return set;
}

static int pin(enum lab_placement placement, int party)
{
	cpu_set_t set = *allowed_cores();

	if (placement != LAB_ANYWHERE)
		set = nth_core(placement == LAB_ACROSS_CORES ? party : 0);
	return sched_setaffinity(0, sizeof set, &set);
}

void bench_pin(const struct lab_question *question, int party)
{
	BUG_UNLESS(party == 0 || party == 1);
	/* That it works was found out before the function was called. */
	if (pin(question->placement, party) != 0)
		die_system("cannot pin a thread to a core");
}

pid_t bench_fork(void)
{
	pid_t parent = getpid(), pid = fork();

	if (pid == 0 && child_die_with(parent) != 0)
		_exit(DIE_STATUS);
	return pid;
}

/* ---- measuring --------------------------------------------------------------------------- */

/* Can both parties be where they belong? Leaves the caller on the first core. */
static bool take_place(enum lab_placement placement, struct lab_sample *sample)
{
	if (placement == LAB_ACROSS_CORES && bench_cores() < 2) {
		bench_missing(sample, "only one core here");
		return false;
	}
	if (pin(placement, 1) != 0 || pin(placement, 0) != 0) {
		bench_refused(sample, "pinning to a core");
		return false;
	}
	return true;
}

static void call(const struct lab_question *question, struct bench_answer *answer)
{
	int64_t start = clock_ns();

	answer->count = question->count;
	answer->sample.value = NAN;
	for (int i = 0; i < LAB_EXTRAS; i++)
		answer->sample.extra[i] = NAN;
	question->subject->measure(question, &answer->sample);
	answer->elapsed_ns = (double)(clock_ns() - start);
}

/*
 * As many operations as take batch_ns. Each subject has a count of its own: a coroutine's switch
 * and a process's differ a thousandfold, and one count would be too few for one or an hour for
 * the other.
 */
static void calibrate(struct lab_question *question, double batch_ns, struct bench_answer *answer)
{
	long most = question->count;
	double prepare_ns = 0, spent_ns;

	question->count = 1;
	for (;;) {
		call(question, answer);
		/* What one operation takes is nearly all preparation: threads, processes, pipes. */
		if (question->count == 1)
			prepare_ns = answer->elapsed_ns;
		spent_ns = answer->elapsed_ns - prepare_ns;
		if (answer->sample.missing[0] || spent_ns >= batch_ns ||
		    answer->elapsed_ns >= MOST_BATCHES * batch_ns || question->count >= most)
			return;
		question->count *= spent_ns < batch_ns / 8 ? 4 : 2;
		if (question->count > most)
			question->count = most;
	}
}

/* The median of each figure. Samples have the same figures unknown. */
static void take_medians(const struct lab_sample *samples, size_t n, struct lab_sample *median)
{
	double values[PARTS] = {0};

	for (int figure = -1; figure < LAB_EXTRAS; figure++) {
		for (size_t i = 0; i < n; i++)
			values[i] = figure < 0 ? samples[i].value : samples[i].extra[figure];
		if (isfinite(values[0]))
			*(figure < 0 ? &median->value : &median->extra[figure]) =
				stats_median(values, n);
	}
}

/*
 * Several calls, and the median of each figure: on a busy machine the odd call is interrupted, and
 * should not speak for all. One that takes long is interrupted anyway, and comes once.
 */
static void call_parts(const struct lab_question *question, double batch_ns,
		       struct bench_answer *answer)
{
	struct lab_sample samples[PARTS];
	double elapsed_ns = 0;
	size_t n = 0;

	do {
		call(question, answer);
		elapsed_ns += answer->elapsed_ns;
		if (answer->sample.missing[0])
			return;
		samples[n++] = answer->sample;
	} while (n < PARTS && elapsed_ns < 2 * batch_ns);
	take_medians(samples, n, &answer->sample);
	answer->elapsed_ns = elapsed_ns;
}

/* Was this value asked for before, in this process? Then all is warm. */
static bool is_warm(const struct bench_request *request)
{
	static struct bench_request last;
	bool same = last.count != 0 && last.experiment == request->experiment &&
		    last.subject == request->subject && last.placement == request->placement &&
		    last.parameter == request->parameter;

	last = *request;
	last.count = 1;
	return same;
}

void bench_measure(const struct bench_request *request, struct bench_answer *answer)
{
	const struct lab_experiment *experiment = &lab_experiments[request->experiment];
	struct lab_question question = {
		.parameter = request->parameter,
		.count = request->count,
		.placement = request->placement,
		.subject = &experiment->subjects[request->subject],
	};

	memset(answer, 0, sizeof *answer);
	if (!take_place(request->placement, &answer->sample))
		return;
	if (request->count == 0) {
		question.count = experiment->most_count > 0 ? experiment->most_count : 1L << 40;
		calibrate(&question, request->batch_ns / PARTS, answer);
	} else if (!experiment->is_cold && !is_warm(request) && request->count > 1) {
		question.count = 1 + request->count / 10;
		call(&question, answer);
		question.count = request->count;
	}
	if (answer->sample.missing[0])
		return;
	if (experiment->count > 0)
		call(&question, answer);
	else
		call_parts(&question, request->batch_ns, answer);
}

/* ---- the line protocol ------------------------------------------------------------------- */

void bench_format_request(const struct bench_request *request, char *line, size_t size)
{
	snprintf(line, size, "%d %d %d %ld %ld %.0f", request->experiment, request->subject,
		 (int)request->placement, request->parameter, request->count, request->batch_ns);
}

/* Is it about something that this lab has? */
static bool is_known(const struct bench_request *request)
{
	int i = 0;

	while (i < request->experiment && lab_experiments[i].name)
		i++;
	if (request->experiment < 0 || !lab_experiments[i].name)
		return false;
	for (int s = 0; lab_experiments[i].subjects[s].label; s++)
		if (s == request->subject)
			return true;
	return false;
}

bool bench_parse_request(const char *line, struct bench_request *request)
{
	int placement;

	if (sscanf(line, "%d %d %d %ld %ld %lf", &request->experiment, &request->subject,
		   &placement, &request->parameter, &request->count, &request->batch_ns) != 6)
		return false;
	request->placement = (enum lab_placement)placement;
	return is_known(request) && placement >= LAB_ANYWHERE && placement <= LAB_ACROSS_CORES &&
	       request->parameter >= 0 && request->count >= 0;
}

void bench_format(const struct bench_answer *answer, char *line, size_t size)
{
	size_t used = (size_t)snprintf(line, size, "%ld %.17g %.17g", answer->count,
				       answer->elapsed_ns, answer->sample.value);

	for (int i = 0; i < LAB_EXTRAS && used < size; i++)
		used += (size_t)snprintf(line + used, size - used, " %.17g",
					 answer->sample.extra[i]);
	if (used < size)
		snprintf(line + used, size - used, " %s", answer->sample.missing);
}

bool bench_parse(const char *line, struct bench_answer *answer)
{
	int at = 0;

	memset(answer, 0, sizeof *answer);
	if (sscanf(line, "%ld %lf %lf%n", &answer->count, &answer->elapsed_ns,
		   &answer->sample.value, &at) != 3)
		return false;
	for (int i = 0; i < LAB_EXTRAS; i++) {
		int length = 0;

		if (sscanf(line + at, "%lf%n", &answer->sample.extra[i], &length) != 1)
			return false;
		at += length;
	}
	snprintf(answer->sample.missing, sizeof answer->sample.missing, "%s",
		 line + at + (line[at] == ' '));
	return true;
}
