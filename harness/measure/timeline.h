/*
 * timeline.h: who ran where and when: the picture on the whiteboard, recorded from inside the tasks.
 *
 *   void *memory = mmap(NULL, timeline_size(2, 100), PROT_READ | PROT_WRITE,
 *                       MAP_SHARED | MAP_ANONYMOUS, -1, 0);
 *   struct timeline *timeline = timeline_init(memory, 2, 100);
 *   ... in task 1, wherever that runs:
 *   timeline_begin(timeline, 1, TIMELINE_RUNNING);
 *   compute();
 *   timeline_begin(timeline, 1, TIMELINE_WAITING);
 *   wait();
 *   timeline_end(timeline, 1);
 *   ... when all have ended:
 *   n = timeline_collect(timeline, spans, 200);
 *
 * Each task has a part of its own: recording takes no lock, and forked workers record as well. A task
 * that neither runs nor waits (it is ready, but another one has the core) has no span.
 */
#ifndef MEASURE_TIMELINE_H
#define MEASURE_TIMELINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum timeline_state { TIMELINE_RUNNING, TIMELINE_WAITING };

struct timeline_span {
	int task;
	int core; /* where it began; a wait: where it went to sleep */
	enum timeline_state state;
	int64_t start_ns, stop_ns; /* CLOCK_MONOTONIC */
};

struct timeline;

/* Bytes for so many tasks (1 or more) with at most so many spans each (1 or more). */
size_t timeline_size(int tasks, int spans_each);

/*
 * Prepare zeroed memory of that size, aligned for any type; MAP_SHARED if workers are processes.
 * There is nothing to release but the memory.
 */
struct timeline *timeline_init(void *memory, int tasks, int spans_each);

/* End the task's open span, if there is one, and open a new one. Only the task itself calls this. */
void timeline_begin(struct timeline *timeline, int task, enum timeline_state state);

/* End the task's open span; nothing when there is none. */
void timeline_end(struct timeline *timeline, int task);

/*
 * The task finds that it was off its core from start_ns to stop_ns: its open span ended at start_ns,
 * and a new one of the same state, on the core where it is now, began at stop_ns. Both lie between
 * that span's start and now (else BUG). Nothing when no span is open.
 */
void timeline_gap(struct timeline *timeline, int task, int64_t start_ns, int64_t stop_ns);

/* The core on which the task's open span began; -1 when none is open. */
int timeline_core(const struct timeline *timeline, int task);

/*
 * Copy the spans that have ended, at most `most` of them, sorted by their start. Returns how many.
 * Call it when all tasks have ended. A span that never ended (its task was killed) is left out.
 */
int timeline_collect(const struct timeline *timeline, struct timeline_span *spans, int most);

/* Had the task more spans than fit? Then the last ones are missing. */
bool timeline_lost(const struct timeline *timeline, int task);

/* What one record (timeline_begin) costs in nanoseconds: a median, measured now. */
double timeline_cost_ns(void);

#endif
