/*
 * lab.h: what a lab is. labs/labNN-name/lab.c defines one `struct lab` and nothing else is needed.
 *
 * The record describes a workload over one block of state that the harness owns; that is what
 * lets the same code run under every execution model, under ThreadSanitizer and under timing. Each
 * variant of the lab (broken.c, solution.c, variants/NAME.c, wrong/NAME.c) implements the lab's
 * api.h and is linked with lab.c into a program of its own. The tour (make labNN) runs those
 * programs and tells the story.
 *
 * A lab may also, or only, measure: see "labs that measure" at the end.
 */
#ifndef LAB_LAB_H
#define LAB_LAB_H

#include "lab/situation.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a run may end with, declared beside the code as jcstress does. */
enum lab_grade {
	LAB_EXPECTED,	 /* right */
	LAB_INTERESTING, /* right too, but it says something about the model */
	LAB_FORBIDDEN,	 /* wrong: the bug shows */
};

struct lab_outcome {
	const char *name;
	enum lab_grade grade;
	const char *meaning;
};

/* A variant to be watched, and under which models; models are names separated by blanks. */
struct lab_scene {
	const char *variant; /* "broken", "solution", "variants/pause"... */
	const char *headline;
	const char *models;
};

/* A variant of which every interleaving is explored, with few workers and operations. */
struct lab_exploration {
	const char *variant;
	const char *headline;
	int workers;
	long ops;
};

/* The variants to be timed against each other under each of the models. First: the reference. */
struct lab_cost {
	const char *variants; /* separated by blanks */
	const char *models;
	const char *operation; /* what one iteration is: "insert" */
};

enum lab_build { LAB_NATIVE, LAB_TSAN };

/* One line of a picture. */
struct lab_series {
	const char *label;
	const char *variant;
	const char *model;
	enum lab_build build;
};

/* Many runs of some series over a range of one parameter. Values end with 0. */
struct lab_sweep {
	const char *name; /* of the result file: build/results/labNN/NAME.tsv */
	enum { LAB_SWEEP_OPS, LAB_SWEEP_WORKERS } parameter;
	const int *values;
	const struct lab_series *series; /* ends with a NULL label */
	int runs, quick_runs;		 /* per point */
};

/* What must be seen for a claim to hold. A claim has up to 6 conditions; all must hold. */
enum lab_condition_kind {
	LAB_END,
	LAB_SEEN,     /* the outcome came at least once */
	LAB_NEVER,    /* the outcome never came */
	LAB_ALWAYS,   /* the outcome came in every run */
	LAB_REPORTED, /* ThreadSanitizer reported something */
	LAB_SILENT,   /* ThreadSanitizer, shown to be on, reported nothing */
	LAB_SLOWER,   /* variant takes longer than the cost section's reference variant */
	/* Of an experiment (see below). "Not decided" within the noise of its A/A twin. */
	LAB_RATIO_ABOVE, /* what was measured of `subject` is more than `limit` times that of `than` */
	LAB_RATIO_BELOW,
	LAB_VALUE_ABOVE, /* what was measured of `subject` is more than `limit` */
	LAB_VALUE_BELOW,
	/*
	 * What a claim takes for granted. When it is not so, the claim is not decided, whatever else
	 * was seen: that says something about the machine, and nothing about the claim.
	 */
	LAB_GIVEN_ABOVE, /* as LAB_VALUE_ABOVE */
	LAB_GIVEN_BELOW,
	LAB_GIVEN_CORES, /* there are at least `limit` cores that we may use */
};

/* Use designated initializers: the record grows. */
struct lab_condition {
	enum lab_condition_kind kind;
	const char *variant, *model;
	const char *outcome; /* for SEEN, NEVER and ALWAYS; also "hang" and "crash" */
	/*
	 * For RATIO, VALUE and GIVEN. Curves are named by their label, and where placements are told
	 * apart, with it: "thread, pipe (same core)".
	 */
	const char *experiment, *subject, *than;
	const char *measure; /* one of the experiment's extras; NULL: its value */
	long at, than_at;    /* values of the parameter; than_at 0: the same */
	double limit;
};

#define LAB_CONDITIONS 6

struct lab_claim {
	const char *text;
	struct lab_condition condition[LAB_CONDITIONS];
};

/* What to take in a situation, if this is seen: decided as a claim is. */
struct lab_advice {
	const char *take; /* "an event loop": what to take */
	enum lab_situation situation;
	const char *why; /* a sentence */
	struct lab_condition condition[LAB_CONDITIONS];
};

typedef void lab_forbid(const void *start, size_t size);

/* Lists of structs end with an element whose first pointer is NULL. */
struct lab {
	const char *title;
	const char *about;   /* a paragraph: what is about to happen */
	int workers;	     /* default of WORKERS= */
	long ops, quick_ops; /* default of OPS=: operations of each worker */
	long most_ops;
	int deadline_ms; /* of a run of a scene; 0: ten seconds. For labs that show what hangs */
	bool frees_all;	 /* in the end a fix has nothing left, not even in variables of its own */
	bool is_cooperative; /* what is explored are coroutines: they switch at their pauses */

	/* Bytes of state for so many workers and operations. */
	size_t (*state_size)(int workers, long ops);
	/* Prepare the zeroed state. Runs alone, before any worker. */
	void (*init)(void *state, int workers, long ops);
	/*
	 * Name to `forbid` what of the state a fix must not touch: what the workload counts in, and
	 * judges by. Called before init; NULL: it may touch all.
	 */
	void (*withhold)(const void *state, int workers, long ops, lab_forbid *forbid);
	/* The workload: runs once per worker, under any model. */
	void (*work)(void *state, int worker);
	/* Judge the final state: an index into outcomes[]. Runs alone, after all workers. */
	int (*outcome)(const void *state);
	/* How much is wrong, in harm_unit (0: nothing); only called after outcome. */
	double (*harm)(const void *state);
	const char *harm_unit;
	/*
	 * A name for an address inside the state ("list->head"), or NULL. Called from within a
	 * report: declare it INSIDE_RAW (tsan/inside.h), take no locks, allocate nothing.
	 */
	const char *(*locate)(const void *state, const void *address);

	const struct lab_outcome *outcomes;
	const struct lab_scene *scenes;	   /* outcome tables */
	const struct lab_scene *detection; /* what ThreadSanitizer says; headline: what to note */
	const struct lab_exploration *explorations;
	const struct lab_cost *cost; /* NULL: this lab times nothing */
	const struct lab_sweep *sweeps;
	const struct lab_claim *claims;
	const struct lab_advice *advice; /* for the report's first table */
};

/* Every lab.c defines this. Members that a lab has no use for stay NULL. */
extern const struct lab lab;

/* ---- labs that measure ------------------------------------------------------------------- */

/* Where the two parties of a subject run. Bits, for struct lab_subject. */
enum lab_placement { LAB_ANYWHERE = 0, LAB_SAME_CORE = 1, LAB_ACROSS_CORES = 2 };

#define LAB_EXTRAS 8
#define LAB_MISSING 160
#define LAB_LAST (-1) /* ends a list of parameter values, which are 0 or more */

struct lab_subject;

/* What a subject's function is asked for. It finds its cores with bench_pin (lab/bench.h). */
struct lab_question {
	long parameter; /* 0 when the experiment has none */
	long count;	/* do it so many times */
	enum lab_placement placement;
	const struct lab_subject *subject; /* whose `argument` may tell subjects apart */
};

/* What it answers. */
struct lab_sample {
	double value;		  /* in the experiment's unit, per operation where that is one */
	double extra[LAB_EXTRAS]; /* in the order of the experiment's extras; NAN: unknown */
	char missing
		[LAB_MISSING]; /* why this is not possible here; "": it was. See bench_missing. */
};

/* One curve of an experiment; or two, when it is measured for both placements. */
struct lab_subject {
	const char *label;
	unsigned placements; /* LAB_SAME_CORE | LAB_ACROSS_CORES; 0: left to the system */
	void (*measure)(const struct lab_question *question, struct lab_sample *sample);
	const void *argument;
	long most;	 /* > 0: it is not asked for larger values of the parameter */
	long quick_most; /* the same with QUICK=1, where something large takes too long for that */
};

/*
 * Several subjects measured against each other over a range of one parameter, each in processes
 * of its own. The first subject is the reference of ratios, and is measured a second time as its
 * own A/A twin.
 */
struct lab_experiment {
	const char *name;	   /* of the result file: build/results/labNN/NAME.tsv */
	const char *title;	   /* a question */
	const char *note;	   /* what one operation is; the picture's subtitle */
	const char *unit;	   /* "ns per switch"; ns and KiB are scaled on the terminal */
	const char *parameter;	   /* its name, with its unit; NULL: there is none */
	const long *values;	   /* of the parameter; ends with LAB_LAST */
	const long *quick_values;  /* with QUICK=1: fewer of them; NULL: all */
	bool is_linear;		   /* the parameter's axis; else logarithmic */
	const char *const *extras; /* names of further figures; ends with NULL; or NULL */
	const struct lab_subject *subjects; /* ends with a NULL label */
	long count;	  /* > 0: always ask for so many operations; else as many as take some ms */
	long most_count;  /* > 0: never ask for more */
	int most_batches; /* > 0: ask no more often in one launch: for what takes long */
	bool is_cold; /* no call to warm up: for what takes long, or must not have been done before */
	int deadline_ms; /* for one question; 0: ten seconds */
};

/*
 * labs/labNN-name/bench.c defines this; ends with a NULL name. It is not part of struct lab, since
 * that is also linked with fixes, under the explorer too, and what a bench does is no part of these.
 */
extern const struct lab_experiment lab_experiments[];

/*
 * The same tasks in every way (exec/crew.h), each recorded once: a picture of who ran where and when.
 * The body calls crew_compute, crew_sleep...
 */
struct lab_timeline {
	const char *name;  /* of the result files: build/results/labNN/timeline-NAME.tsv */
	const char *title; /* a question */
	const char *note;  /* what the tasks do; the picture's subtitle */
	int tasks;
	void (*body)(void *arg, int task);
	/*
	 * If not NULL: called before each way, outside of the time that is taken. What it returns is
	 * the body's `arg`, and is given back to `close`. NULL with errno set: that is not possible
	 * here. For memory that tasks write: exec_block_open.
	 */
	void *(*open)(void);
	void (*close)(void *arg);
	unsigned ways;	 /* bits 1u << CREW_...; 0: all */
	int64_t unit_ns; /* what the picture and the table count in; 0: milliseconds */
};

/* bench.c may define this, too; ends with a NULL name. */
extern const struct lab_timeline lab_timelines[];

#endif
