/* die.c: the three ways in which a program of ours gives up (see die.h). */
#include "base/die.h"

#include "base/term.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *also_to;

void die_also_to(const char *path)
{
	also_to = path;
}

static void write_line(FILE *file, const char *format, va_list args, const char *reason)
{
	char *text = NULL;

	if (vasprintf(&text, format, args) >= 0)
		term_defuse(text); /* paths may be anybody's */
	fprintf(file, "%s: %s%s%s\n", program_invocation_short_name, text ? text : format,
		reason ? ": " : "", reason ? reason : "");
	free(text);
}

static void say(const char *format, va_list args, const char *reason)
{
	FILE *file = also_to ? fopen(also_to, "we") : NULL;
	va_list again;

	fflush(stdout);
	va_copy(again, args);
	write_line(stderr, format, args, reason);
	if (file) {
		write_line(file, format, again, reason);
		fclose(file);
	}
	va_end(again);
}

void die_user(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	say(format, args, NULL);
	va_end(args);
	exit(DIE_STATUS);
}

void die_system(const char *format, ...)
{
	const char *reason = strerror(errno);
	va_list args;

	va_start(args, format);
	say(format, args, reason);
	va_end(args);
	exit(DIE_STATUS);
}

void die_bug(const char *file, int line, const char *format, ...)
{
	va_list args;

	fprintf(stderr, "%s:%d: ", file, line);
	va_start(args, format);
	say(format, args, NULL);
	va_end(args);
	abort();
}
