/* report_merge.c: adds a report to the list, or counts it there when its equal is in it. */
#include "tsan/report_internal.h"

#include <stdlib.h>
#include <string.h>

static bool same_places(const struct report *a, const struct report *b)
{
	for (int i = 0; i < a->accesses; i++)
		if (report_frame_compare(a->access[i].frame, b->access[i].frame) != 0)
			return false;
	return true;
}

/* A read and a write of one line may come as write and read of the same two lines. */
static bool same_swapped(const struct report *a, const struct report *b)
{
	return report_is_race(a) &&
	       report_frame_compare(a->access[0].frame, b->access[1].frame) == 0 &&
	       report_frame_compare(a->access[1].frame, b->access[0].frame) == 0;
}

static struct report *find_equal(struct report_list *list, const struct report *report)
{
	for (size_t i = 0; i < list->count; i++) {
		struct report *other = &list->reports[i];

		if (strcmp(other->type, report->type) == 0 && other->accesses == report->accesses &&
		    (same_places(other, report) || same_swapped(other, report)))
			return other;
	}
	return NULL;
}

/* Only of those that stay: they come from files. */
static void read_sources(struct report *report)
{
	for (int i = 0; i < report->accesses; i++)
		for (int n = 0; n < report->access[i].frames; n++)
			report_frame_read_source(&report->access[i].frame[n]);
}

static int append_report(struct report_list *list, size_t *room, struct report *report)
{
	if (list->count == *room) {
		size_t more = *room ? 2 * *room : 8;
		struct report *reports = realloc(list->reports, more * sizeof *reports);

		if (!reports)
			return -1;
		list->reports = reports;
		*room = more;
	}
	read_sources(report);
	list->reports[list->count++] = *report;
	return 0;
}

int report_merge(struct report_list *list, size_t *room, struct report *report)
{
	struct report *equal = find_equal(list, report);

	if (!equal)
		return append_report(list, room, report);
	equal->times++;
	return 0;
}
