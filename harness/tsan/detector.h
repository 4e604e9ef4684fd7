/*
 * detector.h: run a program under ThreadSanitizer and judge by its reports alone.
 *
 * The program is one built with -fsanitize=thread and linked with inside.c. Exit status 66 is not
 * a race: it is also what a failed shadow mapping, exhausted memory or a crash look like.
 */
#ifndef TSAN_DETECTOR_H
#define TSAN_DETECTOR_H

#include "base/child.h"
#include "tsan/report.h"

enum detector_verdict {
	DETECTOR_CLEAN,	 /* the canary was reported, and nothing else */
	DETECTOR_REPORT, /* at least one report */
	DETECTOR_BLIND,	 /* no canary: the detector was off, so silence means nothing */
};

/* A program that runs under the detector and answers questions (see child.h). */
struct detector {
	struct child child;
	int records; /* an unnamed file (memfd) that the program appends its records to */
};

/*
 * Start argv[0] with the options that suit us, without address randomization (old runtimes need
 * that) and with its records going to an unnamed file. The same race is reported once in each
 * process: a program that wants to count the runs that raced forks for each (exec does).
 * Returns 0, or -1 with errno set.
 */
int detector_start(struct detector *detector, char *const argv[]);

/*
 * What the reports say up to now, those of forked processes included. The program may still be
 * running. Whether it crashed or hung is another question: see child_ask and detector_stop. The
 * list is the caller's, to be freed with report_free, whatever the verdict. Takes a tenth of a
 * second or more when there is something to report.
 */
enum detector_verdict detector_judge(const struct detector *detector, struct report_list *list);

/* The same for records that were written to a file; `records` is its text. */
enum detector_verdict detector_judge_records(const char *records, struct report_list *list);

/* TSAN_OPTIONS=... as detector_start sets them: for programs that are started otherwise. */
const char *detector_options(void);

/* Give the program two seconds to end, stop it, close the records. Returns its wait status or -1. */
int detector_stop(struct detector *detector);

#endif
