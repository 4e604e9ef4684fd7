/*
 * loop.h: an event loop: coroutines that wait for a time or a descriptor, and let others run
 * meanwhile. One OS thread; the calls below block the calling coroutine only.
 *
 *   static void greet(void *arg)
 *   {
 *           loop_sleep(10 * 1000 * 1000);
 *           puts(arg);
 *   }
 *
 *   struct loop *loop = loop_create();
 *   loop_spawn(loop, "greeter", greet, "hello");
 *   loop_run(loop);
 *   loop_destroy(loop);
 */
#ifndef CORO_LOOP_H
#define CORO_LOOP_H

#include "coro/coro.h"

#include <stdint.h>

struct loop;

/* An empty loop; NULL with errno set (no memory, no descriptors). */
struct loop *loop_create(void);

/*
 * Add a coroutine that runs body(arg), behind those that are ready. May be called from inside a
 * coroutine of the loop. Returns 0, or -1 with errno ENOMEM.
 */
int loop_spawn(struct loop *loop, const char *name, coro_body *body, void *arg);

/* Run until all have ended. Not to be called from inside one of them (else BUG). */
void loop_run(struct loop *loop);

/* Free it; coroutines that have not ended are abandoned. Not while it runs (else BUG). */
void loop_destroy(struct loop *loop);

/* ---- from inside a coroutine of a running loop (else BUG) ---- */

/* Let the others that are ready run first. */
void loop_pause(void);

/* Wait for at least so many nanoseconds; 0 or less: as loop_pause. Who is due first runs first. */
void loop_sleep(int64_t ns);

enum loop_event { LOOP_READABLE = 1, LOOP_WRITABLE = 2 };

/*
 * Wait until the descriptor is readable or writable (also when the other end has gone), but for
 * `timeout_ns` at most; negative: for as long as it takes. Ordinary files are always ready. Returns 0,
 * or -1 with errno set: ETIMEDOUT; EBUSY when another coroutine waits for this descriptor.
 */
int loop_wait(int fd, enum loop_event event, int64_t timeout_ns);

#endif
