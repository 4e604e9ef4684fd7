/*
 * coro.h: stackful coroutines that switch only where they say so.
 *
 * A coroutine is a function with a stack of its own. It runs when somebody resumes it, until it
 * yields or returns; then its resumer goes on. One OS thread's coroutines never run at the same
 * time, and coroutines are not moved between threads: create, resume and destroy one in the same
 * thread. The switch itself (switch.h) is sixteen instructions on x86-64.
 *
 *   static void count(void *arg) { for (int i = 0; i < 3; i++) { (*(int *)arg)++; coro_yield(); } }
 *
 *   struct coro *c = coro_create("counter", count, &n);
 *   while (!coro_is_done(c)) coro_resume(c);
 *   coro_destroy(c);
 */
#ifndef CORO_CORO_H
#define CORO_CORO_H

#include <stdbool.h>
#include <stddef.h>

struct coro;

typedef void coro_body(void *arg);

/* Bytes of usable stack a coroutine has unless coro_create_sized says otherwise. */
#define CORO_STACK_SIZE ((size_t)64 * 1024)

/*
 * Create a suspended coroutine that will run body(arg). `name` is borrowed until coro_destroy;
 * messages about the coroutine use it. Returns NULL with errno ENOMEM.
 */
struct coro *coro_create(const char *name, coro_body *body, void *arg);

/* The same with at least `size` bytes of stack (rounded up to 64 KiB times a power of two). */
struct coro *coro_create_sized(const char *name, coro_body *body, void *arg, size_t size);

/*
 * Also save and restore the floating-point control state (MXCSR and x87 control word, FPCR) on
 * every switch into and out of this coroutine. Off by default: almost nobody changes rounding
 * modes, and it costs more than the rest of the switch. The coroutine starts with the modes in
 * force now. Call it before the first resume. (ucontext switches this state always.)
 */
void coro_keep_fp_control(struct coro *coro);

/* Run `coro` until it yields or ends. It must be suspended and not done (else BUG). */
void coro_resume(struct coro *coro);

/* Suspend the running coroutine; its resumer goes on. Must be called inside one (else BUG). */
void coro_yield(void);

/* The running coroutine of this thread; NULL outside of all. */
struct coro *coro_running(void);

bool coro_is_done(const struct coro *coro);
const char *coro_name(const struct coro *coro);
void *coro_arg(const struct coro *coro);

/* Usable bytes of its stack. */
size_t coro_stack_size(const struct coro *coro);

/* Switches (in either direction) that this thread has made since it started. */
unsigned long coro_switches(void);

/*
 * Free a coroutine that is not running (else BUG). One that is not done is abandoned where it
 * stands: what its frames hold is not released. The stack goes back to the thread's pool.
 */
void coro_destroy(struct coro *coro);

/*
 * If `address` lies in the guard below the stack of the coroutine that this thread is running,
 * its name; else NULL. Async-signal-safe: for SIGSEGV handlers of those who have one.
 */
const char *coro_overflowed(const void *address);

/*
 * Let stack overflows be told: a SIGSEGV handler, installed once for the process, that writes
 * "PROGRAM: coroutine NAME overflowed its stack of N bytes: give it more with coro_create_sized"
 * to stderr. Then that fault, as all others, goes to the handler that was there
 * before. Each thread that runs coroutines must call this, because a handler needs a stack of its
 * own there; calling it again does nothing. Returns 0, or -1 with errno set.
 */
int coro_catch_overflow(void);

#endif
