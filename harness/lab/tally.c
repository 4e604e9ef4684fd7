/* tally.c: what many runs ended with (see tally.h). */
#include "lab/tally.h"

#include "base/die.h"
#include "base/term.h"
#include "measure/stats.h"

#include <stdio.h>
#include <string.h>

enum { CRASH = TALLY_OUTCOMES, HANG };

struct row {
	const char *name, *meaning;
	enum lab_grade grade;
};

static struct row row_of(const struct tally *tally, int outcome)
{
	if (outcome == CRASH)
		return (struct row){"crash", tally->text, LAB_FORBIDDEN};
	if (outcome == HANG)
		return (struct row){"hang", tally->text, LAB_FORBIDDEN};
	return (struct row){lab.outcomes[outcome].name, lab.outcomes[outcome].meaning,
			    lab.outcomes[outcome].grade};
}

static int outcomes_of_lab(void)
{
	int n = 0;

	while (lab.outcomes[n].name)
		n++;
	BUG_UNLESS(n <= TALLY_OUTCOMES);
	return n;
}

void tally_add(struct tally *tally, const struct run *run)
{
	int outcome = run->outcome >= 0 ? run->outcome : run->hung ? HANG : CRASH;

	BUG_UNLESS(run->outcome < outcomes_of_lab());
	tally->runs++;
	tally->count[outcome]++;
	if (run->harm > tally->worst_harm)
		tally->worst_harm = run->harm;
	if (!tally->text[0])
		memcpy(tally->text, run->text, sizeof tally->text);
}

int tally_count(const struct tally *tally, const char *outcome)
{
	for (int i = 0; i < TALLY_OUTCOMES + 2; i++)
		if ((i >= CRASH || i < outcomes_of_lab()) &&
		    strcmp(row_of(tally, i).name, outcome) == 0)
			return tally->count[i];
	BUG("lab.c names an outcome that it does not declare: %s", outcome);
}

int tally_forbidden(const struct tally *tally)
{
	int sum = tally->count[CRASH] + tally->count[HANG];

	for (int i = 0; i < outcomes_of_lab(); i++)
		if (lab.outcomes[i].grade == LAB_FORBIDDEN)
			sum += tally->count[i];
	return sum;
}

static const char *grade_name(enum lab_grade grade)
{
	static const char *const names[] = {
		[LAB_EXPECTED] = "expected",
		[LAB_INTERESTING] = "interesting",
		[LAB_FORBIDDEN] = "FORBIDDEN",
	};

	return names[grade];
}

static enum term_style grade_style(enum lab_grade grade)
{
	return grade == LAB_FORBIDDEN ? TERM_BAD : grade == LAB_INTERESTING ? TERM_NOTE : TERM_GOOD;
}

void tally_print_head(void)
{
	printf("  %s%-11s %-9s %11s  %-11s  %s%s\n", term_style(TERM_DIM), "model", "outcome",
	       "how often", "verdict", "meaning", term_style(TERM_PLAIN));
}

static void print_row(const struct tally *tally, int outcome, const char *model)
{
	struct row row = row_of(tally, outcome);

	printf("  %-11s %-9s %5d/%-5d  %s%-11s%s  %s", model, row.name, tally->count[outcome],
	       tally->runs, term_style(grade_style(row.grade)), grade_name(row.grade),
	       term_style(TERM_PLAIN), row.meaning);
	if (row.grade == LAB_FORBIDDEN && tally->worst_harm > 0 && outcome < CRASH)
		printf(" (at worst %.0f %s)", tally->worst_harm, lab.harm_unit);
	putchar('\n');
}

void tally_print(const struct tally *tally)
{
	const char *model = exec_model_name(tally->model);

	for (int i = 0; i < TALLY_OUTCOMES + 2; i++) {
		if (tally->count[i] == 0)
			continue;
		print_row(tally, i, model);
		model = ""; /* only in the first row */
	}
}

void tally_save(const struct tally *tally, struct series *series)
{
	for (int i = 0; i < TALLY_OUTCOMES + 2; i++) {
		struct estimate share;
		struct row row;

		if (i < CRASH && i >= outcomes_of_lab())
			continue;
		row = row_of(tally, i);
		share = stats_share((size_t)tally->count[i], (size_t)tally->runs);
		series_row(series, "%s\t%s\t%d\t%s\t%s\t%d\t%.4f\t%.4f\t%.4f", tally->variant,
			   exec_model_name(tally->model), tally->runs, row.name,
			   grade_name(row.grade), tally->count[i], share.value, share.low,
			   share.high);
	}
}
