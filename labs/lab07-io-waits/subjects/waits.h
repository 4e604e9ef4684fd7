/* waits.h: what this lab's tasks do: compute, wait for the slow server or for a file, compute. */
#ifndef LAB07_WAITS_H
#define LAB07_WAITS_H

#include "exec/crew.h"
#include "lab/bench.h"
#include "server/server.h"

#include <stdbool.h>

#define MS INT64_C(1000000)

/* A task computes, asks the server and waits for its answer, and computes. */
struct waits_load {
	int64_t before_ns, after_ns; /* of computing, before and after the wait */
	struct server_options server;
};

/* Tasks under way: their server has been started. NULL with errno set; ended by waits_close. */
void *waits_open(const struct waits_load *load);
void waits_close(void *waits);

/* The body of a task; `waits` is what waits_open has returned. */
void waits_task(void *waits, int task);

/* What a subject's `argument` is. */
struct waits_way {
	enum crew_way way;
	bool is_blocking; /* the tasks wait by a call of which no event loop knows */
};

/* So many tasks; the sample's value is in units of `unit_ns`. */
void waits_measure(const struct lab_question *question, int tasks, const struct waits_load *load,
		   int64_t unit_ns, struct lab_sample *sample);

/* A subject's function: tasks that read a file, in milliseconds. */
void files_measure(const struct lab_question *question, struct lab_sample *sample);

extern const char *const waits_extras[], *const files_extras[];

#endif
