/* tour_claims.c: the claims of the course, decided by what this tour has seen (see tour.h). */
#include "lab/tour.h"

#include "base/die.h"
#include "base/term.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static bool is_about(const struct lab_condition *wanted, const char *variant, enum exec_model model)
{
	return strcmp(variant, wanted->variant) == 0 &&
	       strcmp(exec_model_name(model), wanted->model) == 0;
}

static const struct tally *find_tally(const struct tour *tour, const struct lab_condition *wanted)
{
	for (const struct tally *t = tour->tally; t < tour->tally + tour->tallies; t++)
		if (is_about(wanted, t->variant, t->model))
			return t;
	return NULL;
}

static const struct tour_detection *find_detection(const struct tour *tour,
						   const struct lab_condition *wanted)
{
	for (int i = 0; i < tour->detections; i++)
		if (is_about(wanted, tour->detection[i].variant, tour->detection[i].model))
			return &tour->detection[i];
	return NULL;
}

static const struct tour_cost *find_cost(const struct tour *tour,
					 const struct lab_condition *wanted)
{
	for (int i = 0; i < tour->costs; i++)
		if (is_about(wanted, tour->cost[i].variant, tour->cost[i].model))
			return &tour->cost[i];
	return NULL;
}

/*
 * What was seen once exists. What was never seen may still exist: SEEN is then not decided, and
 * for NEVER and ALWAYS the figure says how rare an exception would have to be.
 */
static enum tour_verdict decide_outcome(const struct lab_condition *wanted,
					const struct tally *tally, char *figure, size_t size,
					struct estimate *seen)
{
	int count = tally_count(tally, wanted->outcome);
	int against = wanted->kind == LAB_NEVER ? count : tally->runs - count;
	int length = snprintf(figure, size, "%s, %s: %s in %d of %d runs",
			      tour_short_name(wanted->variant), wanted->model, wanted->outcome,
			      count, tally->runs);

	*seen = stats_share((size_t)count, (size_t)tally->runs);
	if (wanted->kind == LAB_SEEN)
		return count > 0 ? TOUR_HOLDS : TOUR_NOT_DECIDED;
	if (against > 0)
		return TOUR_FAILS;
	snprintf(figure + length, size - (size_t)length, " (an exception is rarer than %.0f %%)",
		 100 * stats_share(0, (size_t)tally->runs).high);
	return TOUR_HOLDS;
}

static enum tour_verdict decide_detection(const struct lab_condition *wanted,
					  const struct tour_detection *detection, char *figure,
					  size_t size)
{
	snprintf(figure, size, "ThreadSanitizer on %s, %s: %s", tour_short_name(wanted->variant),
		 wanted->model, tour_detector_word(detection->verdict));
	if (detection->verdict == DETECTOR_BLIND)
		return TOUR_NOT_DECIDED;
	return (detection->verdict == DETECTOR_REPORT) == (wanted->kind == LAB_REPORTED)
		       ? TOUR_HOLDS
		       : TOUR_FAILS;
}

static enum tour_verdict decide_cost(const struct lab_condition *wanted,
				     const struct tour_cost *cost, char *figure, size_t size,
				     struct estimate *seen)
{
	*seen = cost->ratio;
	snprintf(figure, size, "%s takes %.2fx [%.2f, %.2f] under %s, the A/A twin [%.2f, %.2f]",
		 tour_short_name(wanted->variant), cost->ratio.value, cost->ratio.low,
		 cost->ratio.high, wanted->model, cost->twin.low, cost->twin.high);
	if (cost->verdict == COMPARE_NOT_DECIDED)
		return TOUR_NOT_DECIDED;
	return cost->verdict == COMPARE_MORE ? TOUR_HOLDS : TOUR_FAILS;
}

static enum tour_verdict decide_run(const struct tour *tour, const struct lab_condition *wanted,
				    char *figure, size_t size, struct estimate *seen)
{
	const struct tally *tally = find_tally(tour, wanted);
	const struct tour_detection *detection = find_detection(tour, wanted);
	const struct tour_cost *cost = find_cost(tour, wanted);

	switch (wanted->kind) {
	case LAB_SEEN:
	case LAB_NEVER:
	case LAB_ALWAYS:
		if (tally)
			return decide_outcome(wanted, tally, figure, size, seen);
		break;
	case LAB_REPORTED:
	case LAB_SILENT:
		if (detection)
			return decide_detection(wanted, detection, figure, size);
		break;
	case LAB_SLOWER:
		if (cost)
			return decide_cost(wanted, cost, figure, size, seen);
		break;
	default:
		BUG("a condition without a kind");
	}
	snprintf(figure, size, "%s, %s: not measured this time", tour_short_name(wanted->variant),
		 wanted->model);
	return TOUR_NOT_DECIDED;
}

static enum tour_verdict decide_cores(const struct tour *tour, const struct lab_condition *wanted,
				      char *figure, size_t size)
{
	int needed = (int)wanted->limit, cores = tour->machine.cores_allowed;

	*figure = '\0';
	if (cores >= needed)
		return TOUR_HOLDS;
	snprintf(figure, size, "needs %d cores, and there %s %d", needed, cores == 1 ? "is" : "are",
		 cores);
	return TOUR_NOT_DECIDED;
}

/* `seen`: the figure that the verdict is about, where it is one; else NAN. */
static enum tour_verdict decide(const struct tour *tour, const struct lab_condition *wanted,
				char *figure, size_t size, struct estimate *seen)
{
	*seen = (struct estimate){NAN, NAN, NAN};
	switch (wanted->kind) {
	case LAB_RATIO_ABOVE:
	case LAB_RATIO_BELOW:
	case LAB_VALUE_ABOVE:
	case LAB_VALUE_BELOW:
	case LAB_GIVEN_ABOVE:
	case LAB_GIVEN_BELOW:
		return tour_decide_experiment(tour, wanted, figure, size, seen);
	case LAB_GIVEN_CORES:
		return decide_cores(tour, wanted, figure, size);
	default:
		return decide_run(tour, wanted, figure, size, seen);
	}
}

static bool is_given(const struct lab_condition *wanted)
{
	return wanted->kind == LAB_GIVEN_ABOVE || wanted->kind == LAB_GIVEN_BELOW ||
	       wanted->kind == LAB_GIVEN_CORES;
}

/* One condition that fails refutes a claim; else one that is not decided leaves it open. */
static enum tour_verdict worse(enum tour_verdict a, enum tour_verdict b)
{
	if (a == TOUR_FAILS || b == TOUR_FAILS)
		return TOUR_FAILS;
	return a == TOUR_HOLDS ? b : a;
}

/* Append to what the claim's figure says. */
static void say(struct tour_claim *judged, const char *figure)
{
	size_t used = strlen(judged->figure);

	if (*figure && used < sizeof judged->figure)
		snprintf(judged->figure + used, sizeof judged->figure - used, "%s%s",
			 used ? "; " : "", figure);
}

/* Without what it takes for granted a claim is left open, and that is all there is to say. */
static bool is_granted(const struct tour *tour, const struct lab_claim *claim,
		       struct tour_claim *judged)
{
	for (int i = 0; i < LAB_CONDITIONS; i++) {
		const struct lab_condition *wanted = &claim->condition[i];
		struct estimate seen;
		char figure[256];

		if (!is_given(wanted) ||
		    decide(tour, wanted, figure, sizeof figure, &seen) == TOUR_HOLDS)
			continue;
		judged->verdict = TOUR_NOT_DECIDED;
		say(judged, figure);
		if (wanted->kind != LAB_GIVEN_CORES)
			say(judged, "it is not as the claim takes for granted (was the machine "
				    "busy?), so nothing follows");
		return false;
	}
	return true;
}

/* The figure that stands for the claim is the first of those that decided it so. */
static void add_condition(const struct tour *tour, const struct lab_condition *wanted,
			  struct tour_claim *judged)
{
	struct estimate seen;
	char figure[256];
	enum tour_verdict before = judged->verdict;

	judged->verdict = worse(before, decide(tour, wanted, figure, sizeof figure, &seen));
	if (judged->verdict != before || isnan(judged->seen.value))
		judged->seen = seen;
	say(judged, figure);
}

struct tour_claim tour_judge(const struct tour *tour, const struct lab_claim *claim)
{
	struct tour_claim judged = {
		.text = claim->text, .verdict = TOUR_HOLDS, .seen = {NAN, NAN, NAN}};

	if (!is_granted(tour, claim, &judged))
		return judged;
	for (int i = 0; i < LAB_CONDITIONS && claim->condition[i].kind != LAB_END; i++)
		if (!is_given(&claim->condition[i]))
			add_condition(tour, &claim->condition[i], &judged);
	return judged;
}

static void print_claim(const struct tour_claim *claim)
{
	static const struct {
		const char *word;
		enum term_style style;
	} verdicts[] = {
		[TOUR_NOT_DECIDED] = {"NOT DECIDED", TERM_NOTE},
		[TOUR_HOLDS] = {"HOLDS", TERM_GOOD},
		[TOUR_FAILS] = {"DOES NOT HOLD HERE", TERM_BAD},
	};

	printf("  %s%s%s  %s\n", term_style(verdicts[claim->verdict].style),
	       verdicts[claim->verdict].word, term_style(TERM_PLAIN), claim->text);
	term_paragraph(6, claim->figure);
}

void tour_show_claims(struct tour *tour)
{
	tour_headline("What this decides, on this machine");
	for (const struct lab_claim *claim = lab.claims; claim && claim->text; claim++) {
		BUG_UNLESS(tour->claims < TOUR_MOST);
		tour->claim[tour->claims] = tour_judge(tour, claim);
		print_claim(&tour->claim[tour->claims++]);
	}
	fflush(stdout);
}
