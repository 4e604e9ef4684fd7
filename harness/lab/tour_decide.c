/* tour_decide.c: conditions about experiments, of the claims of a lab that measures (see tour.h). */
#include "lab/tour.h"

#include "base/die.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* A condition's names, looked up. What there is not is a mistake in lab.c. */
struct lookup {
	const struct experiment *experiment;
	int measure, subject, point, than, than_point;
};

static const struct experiment *find_experiment(const struct tour *tour, const char *name)
{
	for (int i = 0; name && i < tour->experiments; i++)
		if (strcmp(tour->experiment[i].what->name, name) == 0)
			return &tour->experiment[i];
	BUG("lab.c names an experiment that there is not: %s", name ? name : "(none)");
}

static int find_curve(const struct experiment *experiment, const char *name)
{
	int curve = name ? experiment_find_curve(experiment, name) : -1;

	if (curve < 0)
		BUG("lab.c names a curve that there is not: %s", name ? name : "(none)");
	return curve;
}

static int find_point(const struct experiment *experiment, long value)
{
	int point = experiment->what->parameter ? experiment_find_point(experiment, value) : 0;

	if (point < 0)
		BUG("lab.c names a value that is not measured: %ld", value);
	return point;
}

static struct lookup look_up(const struct tour *tour, const struct lab_condition *wanted)
{
	const struct experiment *experiment = find_experiment(tour, wanted->experiment);
	bool is_ratio = wanted->kind == LAB_RATIO_ABOVE || wanted->kind == LAB_RATIO_BELOW;
	struct lookup lookup = {
		.experiment = experiment,
		.measure = experiment_find_measure(experiment, wanted->measure),
		.subject = find_curve(experiment, wanted->subject),
		.point = find_point(experiment, wanted->at),
	};

	if (lookup.measure < 0)
		BUG("lab.c names a measure that there is not: %s", wanted->measure);
	lookup.than = is_ratio ? find_curve(experiment, wanted->than) : lookup.subject;
	lookup.than_point =
		wanted->than_at ? find_point(experiment, wanted->than_at) : lookup.point;
	return lookup;
}

/* The wider of the twin's spreads at the two values. */
static struct estimate noise_of(const struct lookup *it)
{
	struct estimate a = experiment_twin(it->experiment, it->measure, it->point);
	struct estimate b = experiment_twin(it->experiment, it->measure, it->than_point);

	/* Not fmin and fmax, which would lose a NAN. */
	return (struct estimate){a.value, a.low < b.low ? a.low : b.low,
				 a.high > b.high ? a.high : b.high};
}

static enum tour_verdict verdict_of(bool is_above, bool is_below, enum lab_condition_kind kind)
{
	bool wants_above =
		kind == LAB_RATIO_ABOVE || kind == LAB_VALUE_ABOVE || kind == LAB_GIVEN_ABOVE;

	if (!is_above && !is_below)
		return TOUR_NOT_DECIDED;
	return is_above == wants_above ? TOUR_HOLDS : TOUR_FAILS;
}

/* " at 64", and nothing where there is no parameter. */
static void say_point(const struct lookup *it, int point, char *text, size_t size)
{
	*text = '\0';
	if (it->experiment->what->parameter)
		snprintf(text, size, " at %ld", experiment_value(it->experiment, point));
}

static enum tour_verdict decide_ratio(const struct lookup *it, const struct lab_condition *wanted,
				      char *figure, size_t size, struct estimate *seen)
{
	struct estimate ratio = experiment_ratio(it->experiment, it->measure, it->subject,
						 it->point, it->than, it->than_point);
	struct estimate noise = noise_of(it);
	struct estimate beyond = {ratio.value / wanted->limit, ratio.low / wanted->limit,
				  ratio.high / wanted->limit};
	enum compare_verdict verdict = compare_decide(beyond, noise);
	char at[32], than_at[32];

	*seen = ratio;
	say_point(it, it->point, at, sizeof at);
	say_point(it, it->than_point, than_at, sizeof than_at);
	snprintf(figure, size,
		 "%s%s%s%s: %.3gx [%.3g, %.3g] that of %s%s, the A/A twin [%.2f, %.2f]",
		 wanted->measure ? wanted->measure : "", wanted->measure ? " of " : "",
		 wanted->subject, at, ratio.value, ratio.low, ratio.high, wanted->than, than_at,
		 noise.low, noise.high);
	return verdict_of(verdict == COMPARE_MORE, verdict == COMPARE_LESS, wanted->kind);
}

static enum tour_verdict decide_value(const struct lookup *it, const struct lab_condition *wanted,
				      char *figure, size_t size, struct estimate *seen)
{
	struct estimate value =
		experiment_median(it->experiment, it->measure, it->subject, it->point);
	char at[32];

	*seen = value;
	say_point(it, it->point, at, sizeof at);
	snprintf(figure, size, "%s%s: %.4g [%.4g, %.4g] %s", wanted->subject, at, value.value,
		 value.low, value.high,
		 wanted->measure ? wanted->measure : it->experiment->what->unit);
	return verdict_of(value.low > wanted->limit, value.high < wanted->limit, wanted->kind);
}

/* Says why one of the two curves has nothing, if so. */
static bool is_missing(const struct lookup *it, const struct lab_condition *wanted, char *figure,
		       size_t size)
{
	const struct cell *a = experiment_cell(it->experiment, it->subject, it->point);
	const struct cell *b = experiment_cell(it->experiment, it->than, it->than_point);

	if (!a->missing[0] && !b->missing[0])
		return false;
	snprintf(figure, size, "%s: not measured: %s",
		 a->missing[0] ? wanted->subject : wanted->than,
		 a->missing[0] ? a->missing : b->missing);
	return true;
}

enum tour_verdict tour_decide_experiment(const struct tour *tour,
					 const struct lab_condition *wanted, char *figure,
					 size_t size, struct estimate *seen)
{
	struct lookup it = look_up(tour, wanted);

	if (is_missing(&it, wanted, figure, size))
		return TOUR_NOT_DECIDED;
	if (wanted->kind == LAB_RATIO_ABOVE || wanted->kind == LAB_RATIO_BELOW)
		return decide_ratio(&it, wanted, figure, size, seen);
	return decide_value(&it, wanted, figure, size, seen);
}
