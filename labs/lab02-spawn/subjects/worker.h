/*
 * worker.h: the kinds of worker that this lab makes, and its subjects.
 */
#ifndef LAB02_WORKER_H
#define LAB02_WORKER_H

#include "lab/bench.h"

#include <stdbool.h>

enum kind {
	WORKER_COROUTINE,	/* its stack comes from the pool, if one was given back */
	WORKER_COROUTINE_FRESH, /* its stack is mapped anew and unmapped in the end */
	WORKER_THREAD,
	WORKER_FORK,
	WORKER_VFORK, /* the parent stands still until the child has ended */
	WORKER_SPAWN, /* runs another program: /bin/true, or a shell that waits */
};

/* The argument of a subject. */
struct worker {
	enum kind kind;
	bool huge_pages; /* of the parent's memory */
};

/* Make one worker that does nothing, and await its end. NULL, or the call that failed. */
const char *worker_make_and_await(enum kind kind);

/* The subjects: the time of that. */
void measure_create(const struct lab_question *question, struct lab_sample *sample);
/* The same in a parent with question->parameter MiB of memory. */
void measure_parent(const struct lab_question *question, struct lab_sample *sample);
/* Memory of question->count workers that are alive at once. */
void measure_memory(const struct lab_question *question, struct lab_sample *sample);
/* How many such would fit. */
void measure_fit(const struct lab_question *question, struct lab_sample *sample);

extern const char *const create_extras[], *const memory_extras[], *const fit_extras[];

#endif
