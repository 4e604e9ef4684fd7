/* report_describe.c: words for what was accessed, be it memory or locks. */
#include "tsan/report_internal.h"

#include <stdio.h>
#include <string.h>

/* ---- memory ---- */

static const char *base_name(const char *file)
{
	const char *slash = strrchr(file, '/');

	return slash ? slash + 1 : file;
}

static void describe_block(const struct report_location *location, char *text)
{
	const struct report_frame *frame = &location->allocation;
	int n = snprintf(text, REPORT_TEXT, "heap block of %d bytes", location->bytes);

	if (frame->line > 0)
		snprintf(text + n, REPORT_TEXT - (size_t)n, " allocated in %.60s (%.60s:%d)",
			 frame->function, base_name(frame->file), frame->line);
}

static void describe_thread_memory(const char *what, int thread, char *text)
{
	if (thread == 0)
		snprintf(text, REPORT_TEXT, "%s of the main thread", what);
	else if (thread > 0)
		snprintf(text, REPORT_TEXT, "%s of thread %d", what, thread);
	else
		snprintf(text, REPORT_TEXT, "%s of a thread", what);
}

static void describe_location(const struct report_location *location, char *text)
{
	if (location->name[0])
		snprintf(text, REPORT_TEXT, "%s", location->name);
	else if (strcmp(location->kind, "heap") == 0)
		describe_block(location, text);
	else if (strcmp(location->kind, "stack") == 0)
		describe_thread_memory("stack", location->thread, text);
	else if (strcmp(location->kind, "tls") == 0)
		describe_thread_memory("thread-local memory", location->thread, text);
	else if (strcmp(location->kind, "fd") == 0)
		snprintf(text, REPORT_TEXT, "a file descriptor");
	else if (location->global[0])
		snprintf(text, REPORT_TEXT, "global '%s'", location->global);
}

/* ---- locks ---- */

/* Locks without a name are called after their place in the cycle. */
static void name_locks(struct report *report)
{
	int locks = report->accesses / 2;

	for (int i = 0; i < report->accesses; i++) {
		struct report_access *access = &report->access[i];
		int lock = (i + 1) / 2 % locks;

		if (!access->object[0])
			snprintf(access->object, REPORT_NAME, "lock %c", 'A' + lock);
	}
}

static void describe_locks(struct report *report)
{
	size_t used = 0;

	for (int i = 0; i < report->accesses && used < REPORT_TEXT; i += 2)
		used += (size_t)snprintf(report->location + used, REPORT_TEXT - used, "%s%s",
					 i ? ", " : "", report->access[i].object);
}

void report_describe(struct report *report, const struct report_location *location)
{
	if (report_is_cycle(report)) {
		name_locks(report);
		describe_locks(report);
	} else if (report->accesses > 0 && report->access[0].object[0]) {
		snprintf(report->location, REPORT_TEXT, "%s", report->access[0].object);
	} else {
		describe_location(location, report->location);
	}
}
