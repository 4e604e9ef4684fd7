/*
 * experiment.h: what came out of one experiment of a lab that measures: samples, and what follows.
 *
 * A curve is a subject at one placement. The last curve is the first one's A/A twin. A measure is
 * 0 for the value or 1.. for the extras.
 */
#ifndef LAB_EXPERIMENT_H
#define LAB_EXPERIMENT_H

#include "lab/lab.h"
#include "measure/compare.h"
#include "measure/stats.h"

#include <stdbool.h>

#define EXPERIMENT_CURVES 48

struct curve {
	int subject; /* index into the experiment's subjects */
	enum lab_placement placement;
	char name[96]; /* "thread, pipe (same core)" */
};

/* A curve at one value of the parameter. */
struct cell {
	bool is_wanted;		   /* false: beyond what the subject is asked for */
	long count;		   /* operations in a batch; 0: not known yet */
	int launches, batches;	   /* fewer than planned when a batch takes long */
	char missing[LAB_MISSING]; /* why there is nothing; "": there is something */
};

struct experiment {
	const struct lab_experiment *what;
	struct curve curve[EXPERIMENT_CURVES];
	int curves;	    /* with the twin */
	const long *values; /* of the parameter */
	int points;	    /* how many; 1 when there is none */
	int measures;
	int launches, batches;
	uint64_t seed;
	struct cell *cells;
	double *samples; /* by measure, curve, point, launch, batch */
	bool is_noisy;
};

/* How thoroughly it is made. */
struct experiment_plan {
	int launches, batches;
	uint64_t seed;
	bool is_quick; /* without what takes too long for a first look */
};

/* Lay out curves, cells and samples. Aborts when memory runs out. */
void experiment_open(struct experiment *experiment, const struct lab_experiment *what,
		     const struct experiment_plan *plan);
void experiment_close(struct experiment *experiment);

struct cell *experiment_cell(const struct experiment *experiment, int curve, int point);
double *experiment_sample(const struct experiment *experiment, int measure, int curve, int point,
			  int launch, int batch);

/* The value of the parameter at a point; 0 when there is none. */
long experiment_value(const struct experiment *experiment, int point);

/* By name; -1 when there is none. */
int experiment_find_curve(const struct experiment *experiment, const char *name);
int experiment_find_point(const struct experiment *experiment, long value);
int experiment_find_measure(const struct experiment *experiment, const char *name); /* NULL: 0 */

/* Median with its interval; NAN when it is missing. */
struct estimate experiment_median(const struct experiment *experiment, int measure, int curve,
				  int point);
double experiment_mad(const struct experiment *experiment, int measure, int curve, int point);

/* One curve at a point over another at another, paired by launch and batch; NAN when missing. */
struct estimate experiment_ratio(const struct experiment *experiment, int measure, int a,
				 int a_point, int b, int b_point);

/* The reference's twin over the reference. */
struct estimate experiment_twin(const struct experiment *experiment, int measure, int point);

#endif
