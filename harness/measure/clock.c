/* clock.c: the one clock all timings use (see clock.h). */
#include "measure/clock.h"

#include "base/die.h"
#include "measure/stats.h"

#include <time.h>

int64_t clock_ns(void)
{
	struct timespec now;

	if (clock_gettime(CLOCK_MONOTONIC, &now) != 0)
		BUG("no monotonic clock");
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

double clock_cost_ns(void)
{
	double cost[31];
	const int calls = 100;

	for (int i = 0; i < 31; i++) {
		int64_t start = clock_ns(), stop = start;

		for (int j = 0; j < calls; j++)
			stop = clock_ns();
		cost[i] = (double)(stop - start) / calls;
	}
	return stats_median(cost, 31);
}
