/*
 * lab.h: what a lab is. labs/labNN-name/lab.c defines one `struct lab` and nothing else is needed.
 *
 * The record describes a workload over one block of state that the harness owns; that is what
 * lets the same code run under every execution model, under ThreadSanitizer and under timing. Each
 * variant of the lab (broken.c, solution.c, variants/NAME.c, wrong/NAME.c) implements the lab's
 * api.h and is linked with lab.c into a program of its own. The tour (make labNN) runs those
 * programs and tells the story.
 */
#ifndef LAB_LAB_H
#define LAB_LAB_H

#include <stddef.h>

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

/* What must be seen for a claim to hold. A claim has up to 4 conditions; all must hold. */
enum lab_condition_kind {
	LAB_END,
	LAB_SEEN,     /* the outcome came at least once */
	LAB_NEVER,    /* the outcome never came */
	LAB_ALWAYS,   /* the outcome came in every run */
	LAB_REPORTED, /* ThreadSanitizer reported something */
	LAB_SILENT,   /* ThreadSanitizer, shown to be on, reported nothing */
	LAB_SLOWER,   /* variant takes longer than the cost section's reference variant */
};

struct lab_condition {
	enum lab_condition_kind kind;
	const char *variant, *model;
	const char *outcome; /* for SEEN, NEVER and ALWAYS */
};

#define LAB_CONDITIONS 4

struct lab_claim {
	const char *text;
	struct lab_condition condition[LAB_CONDITIONS];
};

/* Lists of structs end with an element whose first pointer is NULL. */
struct lab {
	const char *title;
	const char *about;   /* a paragraph: what is about to happen */
	int workers;	     /* default of WORKERS= */
	long ops, quick_ops; /* default of OPS=: operations of each worker */
	long most_ops;

	/* Bytes of state for so many workers and operations. */
	size_t (*state_size)(int workers, long ops);
	/* Prepare the zeroed state. Runs alone, before any worker. */
	void (*init)(void *state, int workers, long ops);
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
};

/* Every lab.c defines this. */
extern const struct lab lab;

#endif
