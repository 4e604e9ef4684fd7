/*
 * crew_internal.h: what the parts of the crew share: crew.c supervises, crew_ways.c is the carrier with
 * its workers, crew_inside.c is what tasks call.
 */
#ifndef EXEC_CREW_INTERNAL_H
#define EXEC_CREW_INTERNAL_H

#include "exec/crew.h"

#include <stdatomic.h>

/* In memory shared by supervisor, carrier and workers. */
struct crew {
	struct crew_options options;
	crew_body *body;
	void *arg;
	int64_t start_ns;
	_Atomic int64_t stop_ns; /* of the last task that returned */
	double cpu_ns;
	long growth_kib; /* of the carrier */
	atomic_long voluntary, involuntary, coroutine_switches;
	atomic_int finished, refused, code;
	atomic_int alive, most_alive;		      /* workers that are processes */
	atomic_long weighed, weight_kib, weighing_ns; /* some of them: their own memory */
	atomic_bool is_explained;
	char missing[160];
};

struct crew_task {
	struct crew *crew;
	int number;
	bool is_refused;
};

/* Run all tasks; in the carrier. */
void crew_carry(struct crew *crew);

/* Say why something is missing; the first explanation stays. */
void crew_explain(struct crew *crew, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The system refused `count` tasks something, with errno. */
void crew_refuse(struct crew *crew, int count, const char *call);

/* Run one task to its end, in the calling thread or coroutine. */
void crew_do(struct crew_task *task);

/* Make sure that it is known what work a nanosecond is: before workers inherit it. */
void crew_know_rate(void);

#endif
