/*
 * vclock.h: vector clocks: for each thread, how many of its releases are known here (Mattern 1989;
 * as in FastTrack, Flanagan and Freund 2009, section 3).
 */
#ifndef EXPLORE_ENGINE_VCLOCK_H
#define EXPLORE_ENGINE_VCLOCK_H

#include "explore/engine/limits.h"

#include <stdint.h>
#include <string.h>

struct vclock {
	uint32_t at[ENGINE_THREADS];
};

/* Take the maximum of both, for the first `threads` entries. */
static inline void vclock_join(struct vclock *into, const struct vclock *from, int threads)
{
	for (int i = 0; i < threads; i++)
		if (from->at[i] > into->at[i])
			into->at[i] = from->at[i];
}

static inline void vclock_clear(struct vclock *clock)
{
	memset(clock, 0, sizeof *clock);
}

#endif
