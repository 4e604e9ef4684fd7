/*
 * scenario.h: a small concurrent use of a lab's api, of which each call is written down. A lab with
 * an exercise defines one in labs/LAB/history.c; the grader (grade/main_history.c) runs it under the explorer.
 */
#ifndef LINEAR_SCENARIO_H
#define LINEAR_SCENARIO_H

#include "linear/linear.h"

struct linear_scenario {
	size_t (*state_size)(int workers, long ops);
	void (*init)(void *state, int workers, long ops); /* alone, before all others */
	/* One worker's calls, each between linear_begin and linear_end. */
	void (*work)(void *state, int worker, long ops, struct linear_history *history);
	/* More calls, alone, when all workers have ended; they count as worker `workers`'s. */
	void (*finish)(void *state, int workers, struct linear_history *history);
	struct linear_model model;
	/*
	 * Name to `forbid` what of the state a fix must not touch. Before init; NULL: it may touch
	 * all.
	 */
	void (*withhold)(const void *state, void (*forbid)(const void *start, size_t size));
};

extern const struct linear_scenario linear_scenario;

#endif
