/*
 * report.h: ThreadSanitizer's reports as data.
 *
 * The program under test is linked with inside.c, which hears of each report and writes it to the
 * file named by INTERLEAVE_TSAN_REPORTS as tab-separated records. This is the reading side.
 */
#ifndef TSAN_REPORT_H
#define TSAN_REPORT_H

#include <stdbool.h>
#include <stddef.h>

#define REPORT_TEXT 192
#define REPORT_ACCESSES 2
#define REPORT_FRAMES 8

struct report_frame {
	char function[REPORT_TEXT];
	char file[REPORT_TEXT]; /* as compiled in; "" when unknown */
	int line;               /* 0 when unknown */
	char source[REPORT_TEXT]; /* text of that line, outer blanks removed; "" when unreadable */
};

struct report_access {
	bool write, atomic;
	int size;   /* bytes */
	int thread; /* TSan's number; 0 is the main thread */
	struct report_frame frame[REPORT_FRAMES]; /* [0] is the access itself */
	int frames;
};

struct report {
	char type[REPORT_TEXT]; /* TSan's word: "data-race", "lock-order-inversion (...)"... */
	struct report_access access[REPORT_ACCESSES]; /* for a lock order: the acquisitions */
	int accesses;
	char location[REPORT_TEXT]; /* what was accessed: "global 'head'", "list->head"; or "" */
	int threads;                /* threads involved */
	int times;                  /* how often it came, once merged */
};

struct report_list {
	struct report *reports;
	size_t count;
	bool canary; /* the canary race was reported: the detector is on */
};

/*
 * Parse the records in `text`. An incomplete last record (a killed program) is left out. Reads
 * source lines from the files named, when they are there. Reports of the same type with the same
 * pair of lines, in either order, become one. The canary's own report is counted in `canary` and
 * left out. Returns 0, or -1 with errno set (ENOMEM; EINVAL: not a record file).
 */
int report_parse(const char *text, struct report_list *list);
void report_free(struct report_list *list);

/* "a data race" and the like, for any type TSan has; the type itself when unknown. */
const char *report_title(const struct report *report);

/*
 * Print a report in a few lines a beginner can read:
 *
 *   a data race on list->head
 *     thread 1 reads   8 bytes  broken.c:27   node->next = list->head;
 *     thread 2 writes  8 bytes  broken.c:29   list->head = node;
 *     Nothing orders these two: they may happen at the same time. (seen 12 times)
 */
void report_print(const struct report *report, int indent);

#endif
