/*
 * inside.h: the part of the tsan room that lives inside the program under test.
 *
 * In programs built without ThreadSanitizer these do nothing and return 0. With it, each report is
 * appended as a record (record.h) to the file named by INTERLEAVE_TSAN_REPORTS at program start,
 * and the runtime's own text is silenced. Without that variable nothing is written and the runtime
 * prints its text as always: run a tsan program by hand to see it.
 */
#ifndef TSAN_INSIDE_H
#define TSAN_INSIDE_H

#include <stdbool.h>

/* For a function that runs within a report: the compiler adds nothing to it. */
#if defined(__clang__)
#define INSIDE_RAW __attribute__((disable_sanitizer_instrumentation))
#else
#define INSIDE_RAW __attribute__((no_sanitize("thread")))
#endif

/* Is this program built with ThreadSanitizer? */
bool inside_is_on(void);

/* Reports so far in this process and those it forked, the canary's excluded. */
long inside_reports(void);

/*
 * Let two threads race on purpose. The record of it proves to the reader (report.h) that the
 * detector works in this very process with its options. Call it once, first thing in main, while
 * the process has one thread. Does nothing when nobody reads records.
 */
void inside_canary(void);

/*
 * Ask `locate` to name addresses: it returns a text that lives on, or NULL for those it does not
 * know. It is asked first, then ThreadSanitizer, which can name globals and heap blocks but
 * nothing in a shared mapping. Called from within a report, while the runtime holds its locks:
 * declare it INSIDE_RAW; it must not take locks, allocate, or call any function that is not
 * INSIDE_RAW itself.
 */
void inside_name_addresses(const char *(*locate)(const void *address));

#endif
