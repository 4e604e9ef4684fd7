/*
 * report_order.c: puts a report into a form that does not depend on which thread came first, so
 * that it meets its equals, and a reader finds the same story in each run.
 */
#include "tsan/report_internal.h"

#include <string.h>

/* ---- kinds of reports ---- */

bool report_is_use_after_free(const struct report *report)
{
	return strncmp(report->type, "heap-use-after-free", strlen("heap-use-after-free")) == 0;
}

bool report_is_cycle(const struct report *report)
{
	return report->accesses > 1 && report->access[0].act == REPORT_HOLDS;
}

bool report_is_race(const struct report *report)
{
	return report->accesses == 2 && !report_is_use_after_free(report) &&
	       !report_is_cycle(report);
}

/* ---- accesses ---- */

static void swap_accesses(struct report *report)
{
	struct report_access first = report->access[0];

	report->access[0] = report->access[1];
	report->access[1] = first;
}

static void order_race(struct report *report)
{
	const struct report_access *a = &report->access[0], *b = &report->access[1];

	if (a->act > b->act || (a->act == b->act && report_frame_compare(a->frame, b->frame) > 0))
		swap_accesses(report);
}

/* Begin with the thread whose place comes first. */
static void order_cycle(struct report *report)
{
	int first = 0;

	for (int i = 2; i < report->accesses; i += 2)
		if (report_frame_compare(report->access[i].frame, report->access[first].frame) < 0)
			first = i;
	for (; first > 0; first--) {
		struct report_access head = report->access[0];
		size_t rest = (size_t)report->accesses - 1;

		memmove(report->access, report->access + 1, rest * sizeof head);
		report->access[rest] = head;
	}
}

/* ---- threads ---- */

/* TSan counts all threads of the program's life; a reader only wants to tell these apart. */
static void number_threads(struct report *report, struct report_location *location)
{
	int known[REPORT_ACCESSES + 1], count = 0;

	for (int i = 0; i <= report->accesses; i++) {
		int *thread = i < report->accesses ? &report->access[i].thread : &location->thread;
		int n = 0;

		while (n < count && known[n] != *thread)
			n++;
		if (*thread <= 0)
			continue;
		known[n] = *thread;
		count += n == count;
		*thread = n + 1;
	}
}

static int count_threads(const struct report *report)
{
	int count = 0;

	for (int i = 0; i < report->accesses; i++) {
		int before = 0;

		while (before < i && report->access[before].thread != report->access[i].thread)
			before++;
		count += before == i && report->access[i].thread >= 0;
	}
	return count;
}

void report_order(struct report *report, struct report_location *location)
{
	if (report_is_cycle(report))
		order_cycle(report);
	else if (report_is_race(report))
		order_race(report);
	number_threads(report, location);
	report->threads = count_threads(report);
}
