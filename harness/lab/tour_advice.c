/*
 * tour_advice.c: what to take in which situation, as far as this lab has seen it (see tour.h). The
 * report puts the advice of all labs into its first table.
 */
#include "lab/tour.h"

#include "base/die.h"
#include "base/term.h"
#include "lab/situation.h"

#include <stdio.h>
#include <string.h>

static struct tour_claim judge(const struct tour *tour, const struct lab_advice *advice)
{
	struct lab_claim claim = {.text = advice->take};

	memcpy(claim.condition, advice->condition, sizeof claim.condition);
	return tour_judge(tour, &claim);
}

static void print_advice(const struct lab_advice *advice, const struct tour_claim *judged)
{
	static const char *const verdicts[] = {
		[TOUR_NOT_DECIDED] = " (not decided)",
		[TOUR_HOLDS] = "",
		[TOUR_FAILS] = " (does not hold here)",
	};

	printf("  %s: take %s%s\n", situations[advice->situation].headline, advice->take,
	       verdicts[judged->verdict]);
	term_paragraph(6, advice->why);
}

void tour_show_advice(struct tour *tour)
{
	if (!lab.advice)
		return;
	tour_headline("So take");
	for (const struct lab_advice *advice = lab.advice; advice->take; advice++) {
		BUG_UNLESS(tour->advices < TOUR_MOST);
		tour->advice[tour->advices] = judge(tour, advice);
		print_advice(advice, &tour->advice[tour->advices++]);
	}
	fflush(stdout);
}
