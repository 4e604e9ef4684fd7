/*
 * run.h: one run of a variant, and how the tour asks a variant's program for it.
 *
 * The tour starts each variant's program once and asks it for runs, one line each way:
 *
 *   question   threads 4 1000 5000 0 0            model workers ops deadline_ms pin apart
 *   answer     1 1 0 52113 37 12 3 0 0 1 <text>   the members of struct run, in order
 */
#ifndef LAB_RUN_H
#define LAB_RUN_H

#include "exec/exec.h"
#include "lab/lab.h"

#include <stdbool.h>

struct run_request {
	enum exec_model model;
	int workers;
	long ops;
	int deadline_ms;
	bool pin;
	bool apart; /* each worker is the only one of a state of its own */
};

/* The environment variable that names a file for the answers; else they go to standard output. */
#define RUN_ANSWERS "INTERLEAVE_ANSWERS"

#define RUN_TEXT 128

struct run {
	int outcome;	/* index into lab.outcomes; -1: a worker did not finish */
	bool forbidden; /* the bug showed */
	bool hung;	/* it was still running at the deadline (else it crashed or quit) */
	double elapsed_ns;
	double harm;
	long voluntary, involuntary, coroutine_switches;
	long reports; /* of ThreadSanitizer, in this run */
	bool pinned;
	char text[RUN_TEXT]; /* who did not finish, and how; "" when all did */
};

/*
 * Make one run of the variant that this program is linked with. The state block is kept between
 * runs. Exits with a message when the system refuses (no memory, no processes).
 */
void run_variant(const struct run_request *request, struct run *run);

/* Both sides of the line protocol. The parsers return false for a malformed line. */
void run_format_request(const struct run_request *request, char *line, size_t size);
bool run_parse_request(const char *line, struct run_request *request);
void run_format(const struct run *run, char *line, size_t size);
bool run_parse(const char *line, struct run *run);

#endif
