/*
 * tally.h: what many runs of one variant under one model ended with, and the table of it.
 */
#ifndef LAB_TALLY_H
#define LAB_TALLY_H

#include "exec/exec.h"
#include "lab/run.h"
#include "measure/series.h"

#define TALLY_OUTCOMES 16 /* of a lab; two more rows: crash and hang */

struct tally {
	const char *variant;
	enum exec_model model;
	int runs;
	int count[TALLY_OUTCOMES + 2];
	double worst_harm;
	char text[RUN_TEXT]; /* how the first run that did not finish ended */
};

/* Count one more run. */
void tally_add(struct tally *tally, const struct run *run);

/* How often runs ended with the outcome named, which must exist (else BUG); "hang" and "crash" always do. */
int tally_count(const struct tally *tally, const char *outcome);

/* How often the bug showed. */
int tally_forbidden(const struct tally *tally);

/* The head of the table, and this tally's rows in it. */
void tally_print_head(void);
void tally_print(const struct tally *tally);

/* The same as rows of a result file; TALLY_COLUMNS names its columns. */
#define TALLY_COLUMNS "variant\tmodel\truns\toutcome\tgrade\tcount\tshare\tlow\thigh"
void tally_save(const struct tally *tally, struct series *series);

#endif
