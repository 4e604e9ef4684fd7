/*
 * record.h: what is written down while a schedule runs: its run lengths always; its events, values
 * and fingerprint only when a trace is asked for.
 */
#ifndef EXPLORE_ENGINE_RECORD_H
#define EXPLORE_ENGINE_RECORD_H

#include "explore/engine/engine.h"

/* A schedule begins, or ends. `trace` may be NULL. */
void record_begin(struct schedule *schedule, struct trace *trace, const struct engine_run *run);
void record_end(void);

/* An actor takes a step. */
void record_step(int actor, const struct op *op);

/* Before a thread goes on to its next step: see what the last one has written. */
void record_values(void);

/* For the last event: what the call returned. For a new one: no decision, but worth telling. */
void record_result(int64_t result);
void record_note(int actor, enum op_kind kind, const void *object, size_t size, const char *text,
		 uintptr_t pc);

#endif
