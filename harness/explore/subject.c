/* subject.c: between the markers (see subject.h). Only for programs that build.sh has made. */
#include "explore/subject.h"

#include "explore/engine/guard.h"
#include "explore/markers/markers.h"

#include <stddef.h>
#include <stdint.h>

/* The linker puts the program's variables between the two, which C knows nothing of. */
static size_t distance(const char *begin, const char *end)
{
	return (uintptr_t)end - (uintptr_t)begin;
}

const struct explore_region *subject_regions(void)
{
	static struct explore_region regions[3]; /* the last one ends the list */

	regions[0] = (struct explore_region){subject_data_begin,
					     distance(subject_data_begin, subject_data_end)};
	regions[1] = (struct explore_region){subject_bss_begin,
					     distance(subject_bss_begin, subject_bss_end)};
	return regions;
}

/*
 * The linker defines these: where the code in section explore_fix lies, if there is such a section.
 */
extern const char __start_explore_fix[] __attribute__((weak));
extern const char __stop_explore_fix[] __attribute__((weak));
/* And where the variables of all that is linked end: ours come after the program's. */
extern const char edata[], end[];

static void forbid_between(const char *start, const char *stop)
{
	guard_forbid(start, (uintptr_t)stop - (uintptr_t)start);
}

void subject_guard(void)
{
	guard_watch(__start_explore_fix,
		    (uintptr_t)__stop_explore_fix - (uintptr_t)__start_explore_fix);
	forbid_between(subject_data_end, edata);
	forbid_between(subject_bss_end, end);
}
