/* steps.h: which steps of a trace are worth telling, and how to tell one in a few words. */
#ifndef EXPLORE_SHOW_STEPS_H
#define EXPLORE_SHOW_STEPS_H

#include "explore/engine/limits.h"
#include "explore/engine/trace.h"

#include <stdbool.h>
#include <stddef.h>

/* The event from which on there are more threads than main; trace->count if there never are. */
uint32_t steps_find_others(const struct trace *trace);

enum steps_worth {
	STEP_TOLD,   /* another thread could notice it */
	STEP_FOLDED, /* nobody else can, or it is before there is anybody else */
	STEP_SILENT, /* not even counted: a thread begins, ends... */
};

/* `first`: what steps_find_others says. */
enum steps_worth steps_worth(const struct trace *trace, uint32_t first, uint32_t at);

/* "reads list->head: 0", "locks m"... */
void steps_describe(const struct trace *trace, uint32_t at, char *text, size_t size);

/* The thread that takes the step, or whose wait expires. */
static inline int steps_thread(const struct event *event)
{
	return event->actor % ENGINE_THREADS;
}

#endif
