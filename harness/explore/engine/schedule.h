/*
 * schedule.h: a schedule as run lengths: thread 1 takes 4 steps, thread 2 takes 7...
 *
 * Steps are counted in all visible steps, plain accesses included, whether or not the search that
 * found the schedule made a decision there. So one schedule has one form under all strategies.
 */
#ifndef EXPLORE_ENGINE_SCHEDULE_H
#define EXPLORE_ENGINE_SCHEDULE_H

#include "explore/engine/limits.h"

#include <stdbool.h>
#include <stdint.h>

#define SCHEDULE_SEGMENTS 16384

struct segment {
	uint32_t actor;
	uint32_t count; /* at least 1 */
};

struct schedule {
	uint32_t count;
	bool overflowed; /* there were more segments: it cannot be replayed */
	/*
	 * Of the steps' kinds and objects, the latter numbered as they came: equal for equal
	 * programs wherever they are loaded, different as soon as one takes other steps.
	 */
	uint32_t fingerprint;
	struct segment at[SCHEDULE_SEGMENTS];
};

#endif
