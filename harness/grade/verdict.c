/* verdict.c: evidence, as it gathers (see fix.h). */
#include "grade/fix.h"

#include "base/die.h"
#include "base/term.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void say(struct grade_verdict *verdict, const char *format, va_list arguments)
{
	char *before = verdict->evidence, *more;

	if (vasprintf(&more, format, arguments) < 0)
		die_system("no memory for feedback");
	term_defuse(more); /* what the fix prints, and its own lines */
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

/* A fence ends at one that is as long or longer: so none in the text may be. */
static int fence_for(const char *text, int length)
{
	int longest = 0, run = 0;

	for (int i = 0; i < length && text[i]; i++) {
		run = text[i] == '`' ? run + 1 : 0;
		longest = run > longest ? run : longest;
	}
	return longest < 3 ? 3 : longest + 1;
}

void verdict_quote(struct grade_verdict *verdict, const char *text, int most)
{
	int fence = fence_for(text, most);
	char *marks = malloc((size_t)fence + 1);

	if (!marks)
		die_system("no memory for feedback");
	memset(marks, '`', (size_t)fence);
	marks[fence] = '\0';
	verdict_say(verdict, "\n%s\n%.*s\n%s\n", marks, most, text, marks);
	free(marks);
}
