/* subject.c: between the markers (see subject.h). Only for programs that build.sh has made. */
#include "explore/subject.h"

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
