/* clock.h: the one clock all timings use. */
#ifndef MEASURE_CLOCK_H
#define MEASURE_CLOCK_H

#include <stdint.h>

/* CLOCK_MONOTONIC in nanoseconds: the same for all processes. */
int64_t clock_ns(void);

/* Median cost of one clock_ns() call in nanoseconds, measured now. */
double clock_cost_ns(void);

#endif
