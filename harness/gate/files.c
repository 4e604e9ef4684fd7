/* files.c: where the code comes from, as far as the module tells (see internal.h). */
#include "gate/internal.h"

#include <stdio.h>
#include <string.h>

static const struct objection foreign = {"code from another file",
					 "a fix is one file, and its lines are its own",
					 "write all of it in this file, and leave out #line", NULL};
static const struct objection renumbered = {"#line", "all places would be lies", "leave it out",
					    NULL};
static const struct objection linked = {"#pragma comment", "it tells the linker what to do",
					"leave it out", NULL};

static const struct objection switching = {"an attribute that switches a detector off",
					   "it would be silent about what happens there",
					   "leave it out", NULL};

/* All spellings, in which the preprocessor cannot hide them. */
static const char switches[] =
	"no_sanitize __no_sanitize__ no_sanitize_address __no_sanitize_address__ "
	"no_sanitize_thread __no_sanitize_thread__ no_sanitize_memory __no_sanitize_memory__ "
	"no_sanitize_undefined __no_sanitize_undefined__ no_address_safety_analysis "
	"__no_address_safety_analysis__ disable_sanitizer_instrumentation "
	"__disable_sanitizer_instrumentation__";

/* Resolve "." and ".." in an absolute path, in place. */
static void normalize(char *path)
{
	char *to = path, *from = path;

	while (*from) {
		size_t length = strcspn(from + 1, "/");

		if (length == 2 && memcmp(from + 1, "..", 2) == 0) {
			while (to > path && *--to != '/')
				;
		} else if (length > 0 && !(length == 1 && from[1] == '.')) {
			memmove(to, from, length + 1);
			to += length + 1;
		}
		from += length + 1;
	}
	*to = '\0';
}

/* Returns false when the path is cut. */
static bool read_path(struct span line, char *path, size_t size)
{
	char file[2 * GATE_PATH], folder[2 * GATE_PATH];
	int length;

	module_unquote(line_field(line, "filename").text, file, sizeof file);
	module_unquote(line_field(line, "directory").text, folder, sizeof folder);
	if (file[0] == '/')
		length = snprintf(path, size, "%s", file);
	else
		length = snprintf(path, size, "%s%s/%s", folder[0] == '/' ? "" : "/", folder, file);
	if (length < 0 || (size_t)length >= size || strlen(file) + 1 == sizeof file ||
	    strlen(folder) + 1 == sizeof folder)
		return false;
	normalize(path);
	return true;
}

/* A header below /usr that belongs to the C library or the compiler. */
static bool is_system(const char *path)
{
	size_t length = strlen(path);

	return strncmp(path, "/usr/", 5) == 0 && strstr(path, "/include/") && length > 2 &&
	       strcmp(path + length - 2, ".h") == 0;
}

static bool is_source(const struct check *check, const char *path)
{
	size_t length = strlen(path);

	for (const char *const *source = check->policy->sources; *source; source++) {
		size_t tail = strlen(*source);

		if (length < tail || strcmp(path + length - tail, *source) != 0)
			continue;
		if (length == tail || **source == '/' || path[length - tail - 1] == '/')
			return true;
	}
	return false;
}

static int guess_line(const struct check *check, const char *path)
{
	const char *fix = check->policy->fix, *base = strrchr(path, '/');
	int line = 0;

	if (fix && base && base[1])
		line = source_find_include(fix, base + 1);
	return line == 0 && fix ? source_find_line(fix) : line;
}

static void check_file(struct check *check, struct span line)
{
	char path[4 * GATE_PATH + 4];
	const char *base;

	if (!read_path(line, path, sizeof path))
		path[0] = '\0';
	if (*path && (is_system(path) || is_source(check, path)))
		return;
	/* The compiler's own: no place at all. */
	if (span_begins(line_field(line, "filename").text, "<built-in>"))
		return;
	base = strrchr(path, '/');
	refuse_line(check, guess_line(check, path), base ? base + 1 : path, &foreign);
}

void check_metadata(struct check *check, struct span line)
{
	if (line_has_meta(line, "DIFile"))
		check_file(check, line);
	if (span_begins(line, "!llvm.dependent-libraries") ||
	    span_begins(line, "!llvm.linker.options"))
		refuse_line(check,
			    check->policy->fix ? source_find(check->policy->fix, "comment") : 0, "",
			    &linked);
}

void check_text(struct check *check)
{
	const char *fix = check->policy->fix, *all = check->policy->preprocessed;
	int line = fix ? source_find_line(fix) : 0;

	if (line > 0)
		refuse_line(check, line, "", &renumbered);
	line = fix ? source_find(fix, switches) : 0;
	if (line > 0 || (all && source_find(all, switches) > 0))
		refuse_line(check, line, "", &switching);
}
