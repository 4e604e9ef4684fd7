/* crowd.h: many workers that are alive at the same time, each waiting. */
#ifndef LAB02_CROWD_H
#define LAB02_CROWD_H

#include "subjects/worker.h"

#include <sys/types.h>

struct coro;

struct crowd {
	enum kind kind;
	long made;	    /* maybe fewer than wanted */
	const char *failed; /* the call that failed for the next one, and errno; or NULL */
	int error;
	int gate[2], arrived[2]; /* pipes: they wait at the gate, and say that they are there */
	struct coro **coros;
	pid_t *pids;
};

/*
 * Make up to `wanted` workers and wait until all of them wait. There is no way back: whoever made
 * a crowd ends as a process, which ends the crowd.
 */
void crowd_make(struct crowd *crowd, enum kind kind, long wanted);

/* Let the processes of a crowd end, and await them. */
void crowd_dismiss(struct crowd *crowd);

#endif
