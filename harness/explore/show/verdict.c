/* verdict.c: what was found, or covered, in sentences (see show.h). */
#include "explore/show/show.h"

#include "base/term.h"
#include "explore/show/names.h"
#include "explore/show/places.h"

#include <stdio.h>
#include <string.h>

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static void print_place(uint64_t pc)
{
	const struct place *place = places_find(pc);

	if (place->line > 0)
		printf("  at %s:%d in %s: %s\n", base_name(place->file), place->line,
		       place->function, place->source);
}

static void print_side(const struct race_side *side)
{
	const struct place *place = places_find(side->pc);

	printf("    %s %s%s at %s:%d: %s\n", show_thread(side->thread),
	       side->frees    ? "frees"
	       : side->writes ? "writes"
			      : "reads",
	       side->atomic ? " (atomically)" : "", base_name(place->file), place->line,
	       place->source);
}

static void print_races(const struct explore_result *result)
{
	char name[PLACE_TEXT];

	for (uint32_t i = 0; i < result->races.count && i < 3; i++) {
		const struct race *race = &result->races.at[i];

		names_find(&result->trace, race->second.address, name, sizeof name);
		printf("  data race on %s: nothing orders\n", name);
		print_side(&race->first);
		print_side(&race->second);
	}
	if (result->races.count > 3)
		printf("  and %u more races\n", result->races.count - 3);
}

static void print_failure(const struct explore_result *result)
{
	char text[2 * FAILURE_TEXT];

	show_with_names(result, result->failure.text, text, sizeof text);
	printf("%s%s%s: %s\n", term_style(TERM_BAD), failure_name(result->failure.kind),
	       term_style(TERM_PLAIN), text);
	print_place(result->failure.pc);
	print_races(result);
	if (result->first_failure)
		printf("  first seen in schedule %lu of %lu", result->first_failure,
		       result->schedules);
	else
		printf("  seen in %lu schedules", result->schedules);
	printf("; shown with %u preemption%s%s\n", result->preemptions,
	       result->preemptions == 1 ? "" : "s",
	       result->minimal ? ", of which none can be left out" : "");
}

static unsigned long covered(const struct explore_result *result)
{
	return result->phase_count
		       ? result->phase[result->phase_count - 1].schedules - result->redundant
		       : 0;
}

static void print_limits(const struct explore_coverage *coverage)
{
	if (coverage->spurious)
		printf("  Spurious wake-ups are included%s.\n",
		       coverage->spurious_limited ? ", one for each thread" : "");
	if (coverage->relaxed)
		printf("  Atomics weaker than seq_cst order what C11 says, but their values are "
		       "those of sequentially consistent runs.\n");
}

static void print_certificate(const struct explore_result *result)
{
	printf("%scertified%s: none of the %lu inequivalent schedules fails\n",
	       term_style(TERM_GOOD), term_style(TERM_PLAIN), covered(result));
	print_limits(&result->coverage);
}

static void print_nothing(const struct explore_result *result)
{
	const struct explore_coverage *coverage = &result->coverage;

	printf("%snothing found%s in %lu schedules; that is no proof\n", term_style(TERM_NOTE),
	       term_style(TERM_PLAIN), result->schedules);
	if (coverage->bound >= 0)
		printf("  All schedules with at most %d preemption%s have been run.\n",
		       coverage->bound, coverage->bound == 1 ? "" : "s");
	if (coverage->cut)
		printf("  %lu schedules were cut for their length.\n", coverage->cut);
	if (coverage->loops_cut)
		printf("  Waiting loops that count their rounds were cut after a few of them.\n");
	print_limits(coverage);
}

static void print_phases(const struct explore_result *result)
{
	printf("%s ", term_style(TERM_DIM));
	for (int i = 0; i < result->phase_count; i++)
		printf(" %s: %lu schedules%s%s", result->phase[i].name, result->phase[i].schedules,
		       result->phase[i].complete ? " (all)" : "",
		       i + 1 < result->phase_count ? ";" : "");
	printf("%s\n", term_style(TERM_PLAIN));
}

void show_verdict(const struct explore_result *result, const char *program)
{
	char text[2 * FAILURE_TEXT];

	places_open(program);
	show_with_names(result, result->failure.text, text, sizeof text);
	switch (result->verdict) {
	case EXPLORE_FAILED:
		print_failure(result);
		break;
	case EXPLORE_CERTIFIED:
		print_certificate(result);
		break;
	case EXPLORE_NOTHING:
	case EXPLORE_PENDING:
		print_nothing(result);
		break;
	case EXPLORE_REFUSED:
		printf("no verdict: %s\n", text);
		print_place(result->failure.pc);
		break;
	case EXPLORE_MISMATCH:
	case EXPLORE_BROKEN:
		printf("no verdict: %s\n", text);
		break;
	}
	print_phases(result);
	places_close();
}
