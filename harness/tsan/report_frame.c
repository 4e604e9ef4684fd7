/* report_frame.c: whose code a frame is, which comes first, and its source text. */
#include "tsan/report_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* harness/ROOM/FILE, wherever the checkout is */
static bool is_harness(const char *file)
{
	for (const char *p = file; (p = strstr(p, "harness/")) != NULL; p++) {
		const char *room = p + strlen("harness/");
		const char *slash = strchr(room, '/');

		if ((p == file || p[-1] == '/') && slash && !strchr(slash + 1, '/'))
			return true;
	}
	return false;
}

/* Debian's libraries are compiled with relative paths; ours come out absolute or plain. */
static bool is_library(const char *file)
{
	return strncmp(file, "./", 2) == 0 || strncmp(file, "../", 3) == 0 ||
	       strstr(file, "/sysdeps/") || strstr(file, "libsanitizer/") ||
	       strstr(file, "compiler-rt/");
}

bool report_frame_is_users(const struct report_frame *frame)
{
	return frame->line > 0 && !is_library(frame->file) && !is_harness(frame->file);
}

bool report_frame_is_better(const struct report_frame *frame, const struct report_frame *than)
{
	if (report_frame_is_users(frame) || report_frame_is_users(than))
		return report_frame_is_users(frame) && !report_frame_is_users(than);
	return frame->line > 0 && than->line == 0;
}

int report_frame_compare(const struct report_frame *a, const struct report_frame *b)
{
	int order = strcmp(a->file, b->file);

	if (order == 0)
		order = a->line - b->line;
	/* Without lines, functions are all there is to tell places apart. */
	return order || a->line > 0 ? order : strcmp(a->function, b->function);
}

void report_frame_read_source(struct report_frame *frame)
{
	FILE *file = frame->line > 0 ? fopen(frame->file, "r") : NULL;
	char *text = NULL;
	size_t size = 0;
	ssize_t length = -1;

	if (!file)
		return;
	for (int i = 0; i < frame->line; i++)
		length = getline(&text, &size, file);
	if (length > 0) {
		char *start = text + strspn(text, " \t");

		while (length > 0 && strchr(" \t\r\n", text[length - 1]))
			text[--length] = '\0';
		snprintf(frame->source, sizeof frame->source, "%s", start);
	}
	free(text);
	fclose(file);
}
