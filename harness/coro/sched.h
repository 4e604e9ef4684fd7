/*
 * sched.h: a round-robin scheduler for coroutines: who paused first goes on first.
 */
#ifndef CORO_SCHED_H
#define CORO_SCHED_H

#include "coro/coro.h"

struct sched;

/* An empty scheduler; NULL with errno ENOMEM. */
struct sched *sched_create(void);

/*
 * Add a coroutine running body(arg) at the end of the queue. May be called from inside a
 * scheduled coroutine. Returns it (owned by the scheduler, destroyed when it ends), or NULL with
 * errno ENOMEM.
 */
struct coro *sched_spawn(struct sched *sched, const char *name, coro_body *body, void *arg);

/*
 * Resume them in turn until all have ended. Coroutines pause with coro_yield(), which costs no
 * allocation and no search. Not to be called from inside one of them (else BUG).
 */
void sched_run(struct sched *sched);

/* Free it; coroutines that have not ended are abandoned. Not while it runs (else BUG). */
void sched_destroy(struct sched *sched);

#endif
