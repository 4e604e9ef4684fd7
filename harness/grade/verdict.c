/* verdict.c: evidence, as it gathers (see fix.h). */
#include "grade/fix.h"

#include "base/die.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void say(struct grade_verdict *verdict, const char *format, va_list arguments)
{
	char *before = verdict->evidence, *more;

	if (vasprintf(&more, format, arguments) < 0)
		die_system("no memory for feedback");
	if (asprintf(&verdict->evidence, "%s%s", before ? before : "", more) < 0)
		die_system("no memory for feedback");
	free(before);
	free(more);
}

void verdict_say(struct grade_verdict *verdict, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	say(verdict, format, arguments);
	va_end(arguments);
}

void verdict_fail(struct grade_verdict *verdict, const char *format, ...)
{
	va_list arguments;

	verdict->result = GRADE_FAILED;
	va_start(arguments, format);
	say(verdict, format, arguments);
	va_end(arguments);
}
