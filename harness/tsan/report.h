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
#define REPORT_NAME 64
#define REPORT_ACCESSES 10 /* a cycle of up to five locks */
#define REPORT_FRAMES 8

struct report_frame {
	char function[REPORT_TEXT];
	char file[REPORT_TEXT];	  /* as compiled in (its end, when too long); "" when unknown */
	int line;		  /* 0 when unknown */
	char source[REPORT_TEXT]; /* text of that line, outer blanks removed; "" when unreadable */
};

enum report_act {
	REPORT_READS,
	REPORT_WRITES,
	REPORT_HOLDS, /* in a lock-order cycle: has taken `object` ... */
	REPORT_TAKES, /* ... and now takes this one too */
	REPORT_CALLS, /* no access to memory: the place of any other report */
};

struct report_access {
	enum report_act act;
	bool atomic;
	int size;		  /* bytes; 0 when not memory */
	int thread;		  /* 0: main; others 1, 2... in this report's order; -1: unknown */
	char who[REPORT_NAME];	  /* the thread's name, if it was given one; else "" */
	char object[REPORT_NAME]; /* the lock; "" when it has no name */
	struct report_frame frame[REPORT_FRAMES]; /* the user's; [0] is the access itself */
	int frames;
};

struct report {
	char type[REPORT_TEXT]; /* TSan's word: "data-race", "lock-order-inversion"... */
	/*
	 * Of a race: the two accesses, reads first, then by line. Of a use after free: the use,
	 * the free. Of a lock order: for each thread of the cycle REPORT_HOLDS, REPORT_TAKES.
	 */
	struct report_access access[REPORT_ACCESSES];
	int accesses;
	char location[REPORT_TEXT]; /* what was accessed: "global 'head'", "list->head"; or "" */
	int threads;		    /* threads involved, as far as known */
	int times;		    /* how often it came, once merged */
};

struct report_list {
	struct report *reports;
	size_t count;
	bool canary; /* the canary race was reported: the detector is on */
};

/*
 * Parse the records in `text`. Incomplete records (of killed programs) are left out. Frames of
 * the harness, the C library and the detector are left out where the user has frames of their own.
 * Reads source lines from the files named, when they are there. Reports of the same type with the
 * same pair of lines, in either order, become one. The canary's own sets `canary` and is
 * left out. Returns 0, or -1 with errno set (ENOMEM; EINVAL: not a record file) and an empty list.
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
