/* ask.h: runs of a fix's programs: questions in, answers out (grade/ only). */
#ifndef GRADE_ASK_H
#define GRADE_ASK_H

#include "grade/fix.h"
#include "lab/run.h"

#define ASK_RUNS 64

struct asked {
	struct run run[ASK_RUNS];
	int runs;   /* answered */
	bool whole; /* as many as were asked for */
	struct sandbox_result how;
	char why[128]; /* how the program ended, if not well */
};

/*
 * Ask the program of the box for these runs, at most ASK_RUNS, all in one process that ends early
 * when the system or a limit ends it. `environment` may be NULL.
 */
void ask_runs(const struct fix *fix, const char *program, const struct run_request *requests,
	      int runs, const char *const *environment, struct asked *asked);

/* The same run so many times. */
void ask_again(const struct fix *fix, const char *program, const struct run_request *request,
	       int runs, const char *const *environment, struct asked *asked);
void ask_free(struct asked *asked);

/* Natural runs of many operations for a check of threads or processes (stress.c). */
void stress_sizes(struct fix *fix, enum exec_model model, const struct grade_size *sizes,
		  struct grade_verdict *verdict);

/* The first run that went wrong, or NULL. */
const struct run *ask_first_bad(const struct asked *asked);

/* Whether some run came to its end, with whatever outcome. */
bool ask_any_finished(const struct asked *asked);

/* "outcome 2: a worker hung" and the like. */
const char *ask_describe(const struct run *run, char *text, size_t size);

#endif
