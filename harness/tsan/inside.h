/*
 * inside.h: the part of the tsan room that lives inside the program under test.
 *
 * In programs built without ThreadSanitizer these do nothing and return 0.
 */
#ifndef TSAN_INSIDE_H
#define TSAN_INSIDE_H

#include <stdbool.h>

/* Is this program built with ThreadSanitizer? */
bool inside_is_on(void);

/* Reports so far in this process, the canary's excluded. */
long inside_reports(void);

/*
 * Let two threads race on purpose. The record of it proves to the reader (report.h) that the
 * detector works in this very process with its options. Call it once, first thing in main.
 */
void inside_canary(void);

/*
 * Ask `locate` to name addresses that TSan has no name for: it returns a text that lives on, or
 * NULL. Called from within a report: it must not take locks or allocate.
 */
void inside_name_addresses(const char *(*locate)(const void *address));

#endif
