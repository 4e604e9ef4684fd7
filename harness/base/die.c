/* die.c: the three ways in which a program of ours gives up (see die.h). */
#include "base/die.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void say(const char *format, va_list args, const char *reason)
{
	fflush(stdout);
	fprintf(stderr, "%s: ", program_invocation_short_name);
	vfprintf(stderr, format, args);
	fprintf(stderr, "%s%s\n", reason ? ": " : "", reason ? reason : "");
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
