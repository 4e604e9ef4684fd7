/* verdict.c: what was found, or covered, in sentences (see show.h). */
#include "explore/show/show.h"

#include "base/term.h"
#include "explore/show/names.h"
#include "explore/show/places.h"

#include <stdio.h>
#include <string.h>

#define RACES 3 /* told in full */

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static const char *plural(unsigned long count)
{
	return count == 1 ? "" : "s";
}

static void print_head(const char *head, enum term_style style)
{
	printf("%s%s%s", term_style(style), head, term_style(TERM_PLAIN));
}

static void print_place(uint64_t pc)
{
	const struct place *place = places_find(pc);

	if (place->line > 0)
		printf("  at %s:%d in %s: %s\n", base_name(place->file), place->line,
		       place->function, place->source);
}

/* ---- a failure ---- */

static void print_side(const struct race_side *side)
{
	const struct place *place = places_find(side->pc);

	printf("    %s %s it%s", names_thread(side->thread),
	       side->frees    ? "frees"
	       : side->writes ? "writes"
			      : "reads",
	       side->atomic ? " atomically" : "");
	if (place->line > 0)
		printf(" at %s:%d: %s\n", base_name(place->file), place->line, place->source);
	else
		printf(" at 0x%llx\n", (unsigned long long)side->pc);
}

static void print_races(const struct explore_result *result)
{
	char name[PLACE_TEXT];

	for (uint32_t i = 0; i < result->races.count && i < RACES; i++) {
		const struct race *race = &result->races.at[i];

		names_address(&result->trace, result->trace.count, race->second.address, name,
			      sizeof name);
		printf("  data race on %s: nothing orders these two\n", name);
		print_side(&race->first);
		print_side(&race->second);
	}
	if (result->races.count > RACES)
		printf("  and %u more race%s\n", result->races.count - RACES,
		       plural(result->races.count - RACES));
}

/* Some texts begin with what the headline says anyway. */
static const char *without_head(const char *text)
{
	static const char head[] = "assertion failed: ";

	return strncmp(text, head, strlen(head)) == 0 ? text + strlen(head) : text;
}

/* Of coroutines, there are none. */
static void print_preemptions(const struct explore_result *result)
{
	printf("; shown with %u preemption%s", result->preemptions, plural(result->preemptions));
	printf("%s", !result->minimal || result->preemptions == 0 ? ""
		     : result->preemptions == 1			  ? ", which cannot be left out"
						: ", of which none can be left out");
}

static void print_failure(const struct explore_result *result, const char *text)
{
	print_head(failure_name(result->failure.kind), TERM_BAD);
	printf(": %s\n", without_head(text));
	print_place(result->failure.pc);
	print_races(result);
	if (result->first_failure)
		printf("  first seen in schedule %lu of %lu", result->first_failure,
		       result->schedules);
	else
		printf("  seen in %lu schedule%s", result->schedules, plural(result->schedules));
	if (!result->coverage.cooperative)
		print_preemptions(result);
	putchar('\n');
}

/* ---- none ---- */

static void print_limits(const struct explore_coverage *coverage)
{
	if (coverage->spurious)
		printf("  Spurious wake-ups are included%s.\n",
		       coverage->spurious_limited ? ", at most one for each thread" : "");
	if (coverage->loops_cut)
		printf("  Of waiting loops that count their rounds, a few rounds were explored.\n");
	if (coverage->relaxed)
		printf("  Atomics weaker than seq_cst order what C11 says, but their values are\n"
		       "  those of sequentially consistent runs.\n");
}

/* The inequivalent schedules of the phase that ended the search. */
static unsigned long covered(const struct explore_result *result)
{
	unsigned long run = result->phase_count ? result->phase[result->phase_count - 1].schedules
						: result->schedules;

	return run > result->redundant ? run - result->redundant : run;
}

static void print_certificate(const struct explore_result *result)
{
	unsigned long count = covered(result);

	print_head("certified", TERM_GOOD);
	if (result->coverage.cooperative)
		printf(": coroutines that switch where they pause end well in all %lu order%s\n",
		       count, plural(count));
	else if (count == 1)
		printf(": there is one schedule, all others are equivalent, and it ends well\n");
	else
		printf(": all %lu inequivalent schedules end well\n", count);
	print_limits(&result->coverage);
}

static void print_nothing(const struct explore_result *result)
{
	const struct explore_coverage *coverage = &result->coverage;

	print_head("nothing found", TERM_NOTE);
	printf(" in %lu schedule%s; there are more, so this is no proof\n", result->schedules,
	       plural(result->schedules));
	if (coverage->bound >= 0)
		printf("  Every schedule with at most %d preemption%s has been run.\n",
		       coverage->bound, plural((unsigned long)coverage->bound));
	if (coverage->cut)
		printf("  %lu schedule%s cut for length.\n", coverage->cut,
		       coverage->cut == 1 ? " was" : "s were");
	print_limits(coverage);
}

static void print_no_verdict(const struct explore_result *result, const char *text)
{
	print_head("no verdict", TERM_NOTE);
	printf(": %s\n", text);
	if (result->verdict == EXPLORE_REFUSED)
		print_place(result->failure.pc);
}

static void print_phases(const struct explore_result *result)
{
	/* A schedule that was given is no search. */
	if (result->schedules == 0 || result->phase_count == 0 || result->phase[0].schedules == 0)
		return;
	printf("  %s", term_style(TERM_DIM));
	for (int i = 0; i < result->phase_count; i++)
		printf("%s%s: %lu schedule%s%s", i ? "; " : "", result->phase[i].name,
		       result->phase[i].schedules, plural(result->phase[i].schedules),
		       result->phase[i].complete ? " (all)" : "");
	printf("%s\n", term_style(TERM_PLAIN));
}

void show_verdict(const struct explore_result *result, const char *program)
{
	char text[4 * FAILURE_TEXT];

	places_open(program);
	names_insert(&result->trace, result->failure.text, text, sizeof text);
	switch (result->verdict) {
	case EXPLORE_FAILED:
		print_failure(result, text);
		break;
	case EXPLORE_CERTIFIED:
		print_certificate(result);
		break;
	case EXPLORE_NOTHING:
	case EXPLORE_PENDING:
		print_nothing(result);
		break;
	case EXPLORE_REFUSED:
	case EXPLORE_MISMATCH:
	case EXPLORE_BROKEN:
		print_no_verdict(result, text);
		break;
	}
	print_phases(result);
	places_close();
}
