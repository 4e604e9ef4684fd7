/*
 * bench.h: how a lab measures: what its subjects may use, and how the tour asks for measurements.
 *
 * A subject's function (struct lab_subject) does something `count` times and fills a sample:
 *
 *   static void measure_pipe(const struct lab_question *question, struct lab_sample *sample)
 *   {
 *           int ends[2];
 *
 *           if (pipe(ends) != 0) {
 *                   bench_refused(sample, "pipe");
 *                   return;
 *           }
 *           ...
 *           sample->value = (double)(clock_ns() - start) / (double)question->count;
 *   }
 *
 * It runs in the lab's program build/labs/LAB/bench, a process that was started for this curve and
 * this launch, on the first of its cores. It releases all it took. What cannot be done here is said
 * in the sample and is no error: that row says why it is missing, and the rest goes on. Before the
 * first question about a value the function is called once to warm up, unless the experiment is cold.
 */
#ifndef LAB_BENCH_H
#define LAB_BENCH_H

#include "lab/lab.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* ---- for subjects ---- */

/* This cannot be measured here: say why, in a few words. */
void bench_missing(struct lab_sample *sample, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* The same for a system call that has just failed: "pipe: Too many open files". */
void bench_refused(struct lab_sample *sample, const char *call);

/*
 * Pin the calling thread to the core of party 0 (where the function runs anyway) or 1. On the same
 * core that is the same one; when placement is left to the system nothing happens.
 */
void bench_pin(const struct lab_question *question, int party);

/* Cores that we may run on. */
int bench_cores(void);

/* fork, except that the child dies with its parent: a bench that hangs and is killed leaves none. */
pid_t bench_fork(void);

/* ---- the line protocol ---- */

struct bench_request {
	int experiment, subject; /* indices */
	enum lab_placement placement;
	long parameter;
	long count;	 /* 0: find out how many take batch_ns */
	double batch_ns; /* how long the answer should take */
};

struct bench_answer {
	long count;	   /* of one call */
	double elapsed_ns; /* of all calls, with what they prepare */
	struct lab_sample sample;
};

#define BENCH_LINE 1024

void bench_format_request(const struct bench_request *request, char *line, size_t size);
bool bench_parse_request(const char *line, struct bench_request *request);
void bench_format(const struct bench_answer *answer, char *line, size_t size);
bool bench_parse(const char *line, struct bench_answer *answer);

/* Make the measurement in this very process. */
void bench_measure(const struct bench_request *request, struct bench_answer *answer);

#endif
