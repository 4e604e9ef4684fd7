/*
 * grade.h: how a fix is graded. labs/labNN-name/grade.c defines one `struct grading`; the grader of
 * that lab (build/labs/LAB/grader, started by build/bin/grade) does the rest.
 *
 * The fix is compiled and run in a sandbox only; what is decided is decided outside of it, from what
 * the judges wrote: run counts, ThreadSanitizer's records, the explorer's results.
 */
#ifndef GRADE_GRADE_H
#define GRADE_GRADE_H

#include <stddef.h>

enum grade_kind {
	GRADE_BUILDS,	 /* it compiles, without warnings, and passes the gate */
	GRADE_ALONE,	 /* right without any concurrency */
	GRADE_TSAN,	 /* clean under ThreadSanitizer, which is seen to work */
	GRADE_THREADS,	 /* right under every interleaving of threads that is explored */
	GRADE_ORDER,	 /* what calls return can be explained one after the other (history.c) */
	GRADE_PROCESSES, /* the same, threads standing for processes */
	GRADE_COROUTINES, /* the same, threads standing for coroutines: they switch where they say so */
	GRADE_ASLEEP,	  /* who has to wait sleeps meanwhile, instead of looking again and again */
	GRADE_MEMORY,	  /* clean under AddressSanitizer, and nothing leaks */
	GRADE_KILL,	  /* survives the death of a worker (kill.c) */
	GRADE_PARALLEL, /* who works on different things does not wait; not much slower than the reference */
	GRADE_KINDS
};

/* Scenarios; hidden from the fix. A list ends with 0 workers. */
struct grade_size {
	int workers;
	long ops;
};

/* Checks run in this order; a list ends with a NULL name. */
struct grade_check {
	const char *name;
	enum grade_kind kind;
	int points;
	const char *asks;		/* a sentence: what is asked for */
	const struct grade_size *sizes; /* of what is run, or explored */
	/*
	 * GRADE_MEMORY, GRADE_PARALLEL: what is explored besides, for leaks, or with a state for each
	 * worker for waits; NULL: nothing.
	 */
	const struct grade_size *explored;
	/* Of what is explored: natural runs with many operations; NULL: none. */
	const struct grade_size *stressed;
	/*
	 * A fix fails that calls a function whose name has one of these words ("sleep"). For what a
	 * clock tells on a quiet machine only, and what the explorer, which has no clock, never
	 * sees: a wait that ends by itself so soon that it is none. Of what is explored or timed.
	 * NULL: none.
	 */
	const char *without;
};

/* What to say when a check fails so: all that is given must fit. A list ends with a NULL name. */
struct grade_misconception {
	const char *name;    /* a word; the first line of a wrong fix has it as "Named: WORD" */
	const char *code;    /* LLVM's text of it has this: "store volatile"; or NULL */
	const char *calls;   /* it calls a function whose name has this; or NULL */
	const char *failure; /* the evidence has these words; or NULL */
	const char *text;    /* one sentence; no spoiler */
	const char *section; /* of the handout */
};

struct grading {
	const char *const *provides; /* the functions and variables of api.h; ends with NULL */
	const struct grade_check *checks;
	const struct grade_misconception *misconceptions;
	double slowest; /* times the reference's time that is still right */
};

extern const struct grading grading;

#endif
