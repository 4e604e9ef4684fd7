/*
 * fleet.h: the variants' programs, started on demand and asked for runs one at a time.
 */
#ifndef LAB_FLEET_H
#define LAB_FLEET_H

#include "lab/lab.h"
#include "lab/run.h"
#include "tsan/detector.h"

struct fleet;

/* The programs live beside the running executable, in native/ and tsan/. */
struct fleet *fleet_open(void);

/* Stop every program; the next question starts a fresh process. */
void fleet_recall(struct fleet *fleet);

void fleet_close(struct fleet *fleet);

/*
 * Ask a variant's program for one run. A program that dies or does not answer counts as a run
 * that crashed or hung (it is replaced). Exits with a message when there is no such program.
 */
void fleet_ask(struct fleet *fleet, const char *variant, enum lab_build build,
	       const struct run_request *request, struct run *run);

/* What ThreadSanitizer has reported in the variant's program so far; see detector_judge. */
enum detector_verdict fleet_judge(struct fleet *fleet, const char *variant,
				  struct report_list *list);

#endif
