/* feedback.c: marks for people: feedback.md, and the terminal. */
#include "grade/fix.h"

#include "base/die.h"
#include "base/file.h"
#include "base/term.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int points_of(const struct fix *fix, int i)
{
	return fix->verdict[i].result == GRADE_PASSED ? grading.checks[i].points : 0;
}

static const char *word_of(const struct grade_verdict *verdict)
{
	static const char *const words[] = {"not run", "passed", "FAILED"};

	return words[verdict->result];
}

static void put_check(FILE *file, const struct fix *fix, int i)
{
	const struct grade_check *check = &grading.checks[i];
	const struct grade_verdict *verdict = &fix->verdict[i];

	fprintf(file, "\n## %s: %d of %d (%s)\n%s\n\n", check->name, points_of(fix, i),
		check->points, word_of(verdict), check->asks);
	if (verdict->evidence)
		fputs(verdict->evidence, file);
	if (verdict->misconception)
		fprintf(file, "\n**%s** See \"%s\" in labs/%s/README.md.\n",
			verdict->misconception->text, verdict->misconception->section, fix->lab);
}

int feedback_write(const struct fix *fix)
{
	char path[2 * PATH_MAX], *text;
	size_t size;
	FILE *file = open_memstream(&text, &size);
	int failed;

	if (!file)
		die_system("no memory for feedback");
	fprintf(file, "# %s: %d of %d points\n", fix->id, results_score(fix), results_most());
	for (int i = 0; grading.checks[i].name; i++)
		put_check(file, fix, i);
	if (fclose(file) != 0)
		die_system("no memory for feedback");
	snprintf(path, sizeof path, "%s/feedback.md", fix->folder);
	failed = file_replace(path, text, size);
	free(text);
	return failed;
}

static void print_check(const struct fix *fix, int i)
{
	const struct grade_verdict *verdict = &fix->verdict[i];
	enum term_style style = verdict->result == GRADE_PASSED	  ? TERM_GOOD
				: verdict->result == GRADE_FAILED ? TERM_BAD
								  : TERM_DIM;

	printf("  %s%-8s%s %d of %d  %s\n", term_style(style), word_of(verdict),
	       term_style(TERM_PLAIN), points_of(fix, i), grading.checks[i].points,
	       grading.checks[i].name);
}

void feedback_print(const struct fix *fix)
{
	char source[PATH_MAX];

	snprintf(source, sizeof source, "%s", fix->source);
	term_defuse(source);
	printf("%s, %s:\n", fix->id, source);
	for (int i = 0; grading.checks[i].name; i++)
		print_check(fix, i);
	for (int i = 0; grading.checks[i].name; i++) {
		const struct grade_verdict *verdict = &fix->verdict[i];

		if (verdict->result != GRADE_FAILED)
			continue;
		printf("\n%s%s%s\n", term_style(TERM_BOLD), grading.checks[i].name,
		       term_style(TERM_PLAIN));
		fputs(verdict->evidence ? verdict->evidence : "", stdout);
		if (verdict->misconception)
			printf("\n%s%s%s See \"%s\" in labs/%s/README.md.\n", term_style(TERM_NOTE),
			       verdict->misconception->text, term_style(TERM_PLAIN),
			       verdict->misconception->section, fix->lab);
	}
	printf("\n%s%d of %d points%s   %s/feedback.md\n", term_style(TERM_BOLD),
	       results_score(fix), results_most(), term_style(TERM_PLAIN), fix->folder);
}
