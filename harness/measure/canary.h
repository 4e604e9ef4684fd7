/*
 * canary.h: small measurements whose answer should not change; when it does, the machine is busy.
 */
#ifndef MEASURE_CANARY_H
#define MEASURE_CANARY_H

#include <stdbool.h>

struct canary {
	double spin_ns;     /* a fixed chain of arithmetic on one core */
	double pingpong_ns; /* one cache line's round trip between two cores; NAN with one core */
	double wake_ns;     /* waking a thread that sleeps on the other core, and back; NAN likewise */
};

/* Take one reading of each; about a millisecond in all. Returns 0, or -1 with errno set. */
int canary_read(struct canary *canary);

/* Collects readings over a run. */
struct canary_log;
struct canary_log *canary_log_create(void);
int canary_log_add(struct canary_log *log); /* takes a reading; 0, or -1 with errno set */
void canary_log_destroy(struct canary_log *log);

/* MAD / median of each canary over the readings so far; NAN where there is none. */
struct canary canary_log_spread(const struct canary_log *log);

/* Any spread above 10 %: figures of this run deserve doubt. */
bool canary_is_noisy(struct canary spread);

#endif
