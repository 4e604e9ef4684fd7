/*
 * canary.h: small measurements whose answer should not change; when it does, the machine is busy.
 */
#ifndef MEASURE_CANARY_H
#define MEASURE_CANARY_H

#include <stdbool.h>
#include <stddef.h>

struct canary {
	double spin_ns;	    /* a fixed chain of arithmetic on one core */
	double pingpong_ns; /* one cache line's round trip between two cores */
	double wake_ns;	    /* from waking a sleeper on the other core to its answer */
};

/*
 * Take one reading of each; below a millisecond in all on a quiet machine. The two last need two
 * cores that the calling thread may run on and permission to pin to them, else they are NAN.
 * Starts two threads and joins them. Returns 0, or -1 with errno set (EAGAIN: no more threads).
 */
int canary_read(struct canary *canary);

/* Collects readings over a run. */
struct canary_log;
struct canary_log *canary_log_create(void); /* NULL with errno ENOMEM */
int canary_log_add(struct canary_log *log); /* takes a reading; 0, or -1 with errno set */
void canary_log_destroy(struct canary_log *log);

/* MAD / median of each canary over the readings so far; NAN where there is none. */
struct canary canary_log_spread(const struct canary_log *log);

/* The same over readings of one's own. */
struct canary canary_spread(const struct canary *readings, size_t count);

/* The largest of the three spreads; NAN when there is none. */
double canary_worst(struct canary spread);

/* Any spread above 10 %: figures of this run deserve doubt. */
bool canary_is_noisy(struct canary spread);

#endif
