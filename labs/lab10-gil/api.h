/*
 * api.h: lab10's lock of an interpreter, and what a fix must provide.
 *
 * Only the thread that has the lock interprets. Every now and then it asks whether others wait for the
 * lock, and lets them have their turn. The rule: whoever gives the lock up does not get it back before
 * those who were waiting then. And whoever waits sleeps: its core is for others.
 */
#ifndef LAB10_API_H
#define LAB10_API_H

#include <stddef.h>

struct gil; /* the fix defines it: whatever it needs is in there */

/* The most bytes a fix's struct gil may have. */
#define GIL_ROOM 16384

/* Workers are threads of one process, numbered from 0; there are at most so many. */
#define GIL_WORKERS 64

/* sizeof(struct gil), so that the lab can check it. */
extern const size_t gil_size;

/* Make `gil`, which is zeroed memory, a lock that is free. Called once, before any worker runs. */
void gil_init(struct gil *gil);

/* Wait for the lock. On return the caller has it, and nobody else. */
void gil_take(struct gil *gil, int worker);

/* How many wait for the lock at this moment? Only who has it asks. */
int gil_waiting(struct gil *gil);

/* Let those who wait have the lock first, then take it again. At once when nobody waits. */
void gil_yield(struct gil *gil, int worker);

/* Give the lock back. It waits for nobody. */
void gil_give(struct gil *gil, int worker);

/* Given, and a fix may call it: let others run. */
void task_pause(void);

#endif
