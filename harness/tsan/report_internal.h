/*
 * report_internal.h: what the steps from records to a list of reports share.
 *
 * Only for report_*.c; the room's users include report.h. In the order of the work:
 *
 *	report_parse.c     lines into whole records, torn ones left out; drives the rest
 *	report_body.c      the lines of one record into a draft
 *	report_frame.c     whose code a frame is, which comes first, its source text
 *	report_order.c     a form that does not depend on which thread came first
 *	report_describe.c  words for what was accessed
 *	report_merge.c     into the list, or onto its equal there
 */
#ifndef TSAN_REPORT_INTERNAL_H
#define TSAN_REPORT_INTERNAL_H

#include "tsan/record_line.h"
#include "tsan/report.h"

/* What was accessed, as far as the record says. */
struct report_location {
	char kind[16];		  /* record.h's */
	char name[REPORT_NAME];	  /* the program's own */
	char global[REPORT_NAME]; /* the variable's */
	int bytes, thread;
	struct report_frame allocation;
};

/* The access, or the location, that names and frames belong to. */
enum report_part { REPORT_PART_NONE, REPORT_PART_ACCESS, REPORT_PART_LOCATION };

/* A report while its record is being read. */
struct report_draft {
	struct report report;
	struct report_location location;
	enum report_part part;
};

/* ---- report_body.c ---- */

/* Start afresh with a record's first line, "report". */
void report_begin(struct report_draft *draft, const struct record_line *line);

/* Add any line between the first and "end". False when it makes no sense. */
bool report_add_line(struct report_draft *draft, const struct record_line *line);

/* ---- report_frame.c ---- */

/* Is it the user's code, with a line: neither the harness's nor a library's? */
bool report_frame_is_users(const struct report_frame *frame);

/* Does it tell the user more than the other? */
bool report_frame_is_better(const struct report_frame *frame, const struct report_frame *than);

/* Order of places: by file and line, like strcmp. 0 when they are the same place. */
int report_frame_compare(const struct report_frame *a, const struct report_frame *b);

/* Fill in the text of its line, where the file can be read. */
void report_frame_read_source(struct report_frame *frame);

/* ---- report_order.c ---- */

bool report_is_use_after_free(const struct report *report);
bool report_is_cycle(const struct report *report); /* of locks */
bool report_is_race(const struct report *report);

/* Order the accesses as report.h says, and number the threads in that order. */
void report_order(struct report *report, struct report_location *location);

/* ---- report_describe.c ---- */

/* Name the locks of an ordered report that have no name, and write what was accessed. */
void report_describe(struct report *report, const struct report_location *location);

/* ---- report_merge.c ---- */

/*
 * Count it as one more of its equal in the list, or append it, with its sources read. The list has
 * space for *room reports, which this may enlarge. Returns 0, or -1 with errno ENOMEM.
 */
int report_merge(struct report_list *list, size_t *room, struct report *report);

#endif
