/* subject.h: the variables of an explored program, for the main functions that build.sh links. */
#ifndef EXPLORE_SUBJECT_H
#define EXPLORE_SUBJECT_H

#include "explore/explore.h"

/* All of them; to be put back before each schedule. Ends with NULL; lives as long as the program. */
const struct explore_region *subject_regions(void);

/*
 * What of the program is a student's (EXPLORE_FIX in build.sh) must keep off our own variables, and
 * off what guard_forbid names. Call it once, before explore_serve.
 */
void subject_guard(void);

#endif
