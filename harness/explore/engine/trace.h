/*
 * trace.h: every visible step of one schedule, with the values it read and wrote: what diagrams are
 * drawn from. Recorded only while a failure is replayed, so that searching stays fast.
 */
#ifndef EXPLORE_ENGINE_TRACE_H
#define EXPLORE_ENGINE_TRACE_H

#include "explore/engine/op.h"

#include <stdbool.h>
#include <stdint.h>

#define TRACE_EVENTS 65536
#define TRACE_TEXT 48

/* Plain data: addresses are numbers, to be resolved against the program's file. */
struct event {
	uint8_t actor;
	uint8_t kind; /* enum op_kind */
	bool writes;
	bool preempts; /* the one before could have gone on, and did not want to pause */
	bool has_values;
	bool has_result;
	uint32_t size;
	uint64_t pc;
	uint64_t object, second;
	uint64_t before, after; /* of the object, when it has 1, 2, 4 or 8 bytes */
	int64_t result;		/* of a call: 0, an error number, the thread created... */
	char text[TRACE_TEXT];	/* what it printed; or "" */
};

struct trace {
	uint32_t count;
	bool overflowed; /* more came; the earliest are kept */
	struct event at[TRACE_EVENTS];
};

#endif
