/*
 * compare.h: measure several cases against each other so that the difference can be believed.
 *
 * One iteration count for all cases, calibrated on the first; batches interleaved in Latin-square
 * order, so that drift and neighbours hit every case alike; several launches, because one
 * process's memory layout is one draw; and an A/A twin: the first case measured twice as if it
 * were two, whose apparent difference is the noise that any other difference must exceed.
 */
#ifndef MEASURE_COMPARE_H
#define MEASURE_COMPARE_H

#include "measure/canary.h"
#include "measure/stats.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a comparison measures. The callbacks get `context`. */
struct compare_plan {
	int cases;	      /* without the twin */
	int launches;	      /* at least 8 in full mode */
	int batches;	      /* per launch and case */
	double batch_ns;      /* double the count until a batch of case 0 takes this long */
	long iterations;      /* > 0: use this count, do not calibrate */
	long most_iterations; /* > 0: calibration never goes beyond it */
	uint64_t seed;
	void *context;
	/* Start fresh processes for this launch. May be NULL. Returns 0, or -1 to give up. */
	int (*launch)(void *context, int launch);
	/* Run one batch of case `which` (0 .. cases - 1; the twin's is case 0). Returns its time in
	 * nanoseconds, or a negative number to give up. Calibration and one batch for each case
	 * and launch to warm up come before those that count. */
	double (*batch)(void *context, int which, long iterations);
	/* Called after each row (one batch of every case) of launches * batches. May be NULL. */
	void (*progress)(void *context, int done, int total);
};

/* Nanoseconds per iteration: samples[(which * launches + launch) * batches + batch]. */
struct compare_result {
	int cases, launches, batches; /* cases includes the twin, which is the last one */
	long iterations;
	uint64_t seed;
	double *samples;
	struct canary spread; /* of the canaries, read before each row; see canary.h */
	double noise;	      /* the largest of them: MAD / median */
	bool noisy;	      /* noise above 10 %: doubt the figures */
};

enum compare_verdict { COMPARE_NOT_DECIDED, COMPARE_LESS, COMPARE_MORE };

/*
 * Run the plan. Returns 0, or -1 when a callback gave up or memory or threads (for the canaries)
 * ran out; then the result is empty. compare_free releases it either way.
 */
int compare_run(const struct compare_plan *plan, struct compare_result *result);
void compare_free(struct compare_result *result);

/*
 * Median time per iteration of a case with its interval. This and the ratios below take about a
 * millisecond each (2000 resamplings) and depend on nothing but the samples and the seed.
 */
struct estimate compare_time(const struct compare_result *result, int which);
/* Its median absolute deviation. */
double compare_mad(const struct compare_result *result, int which);

/* Time of case a over time of case b with its interval. */
struct estimate compare_ratio(const struct compare_result *result, int a, int b);

/* The twin's ratio to its original: the noise of this very run. */
struct estimate compare_twin(const struct compare_result *result);

/*
 * Is a slower than b (MORE), faster (LESS), or can this run not tell? Decided only when the
 * ratio's whole interval lies beyond the A/A spread: beyond the twin's interval, mirrored
 * around 1, on that side.
 */
enum compare_verdict compare_decide(struct estimate ratio, struct estimate twin);

/*
 * Row `row` of a balanced Latin square of `n` (Williams 1949): every case comes once in each
 * place, and after each other case equally often. Writes n case numbers to `order`.
 * For odd n the square has 2n rows, else n; `row` >= 0 is taken modulo that.
 */
void compare_order(int n, int row, int *order);

#endif
