/* coro.c: coroutines: a stack, a context, and who resumed it (see coro.h). */
#include "coro/coro.h"

#include "base/die.h"
#include "coro/fiber.h"
#include "coro/stack.h"
#include "coro/switch.h"

#include <fenv.h>
#include <stdint.h>

/*
 * A new stack is FRESH: nothing waits on it yet. In the pool all are DONE: one whose body has
 * returned waits at the end of coro_main's loop, where the next one can begin.
 */
enum state { FRESH, SUSPENDED, RUNNING /* it, or one that it resumed */, DONE };

/*
 * Lives at the top of its own stack. What a switch touches fills one cache line, and the line
 * below holds the first frame.
 */
struct coro {
	struct stack stack; /* first: see STACK_HEADER */
	enum state state : 8;
	bool keeps_fp_control;
	void *waits;	      /* context of the side that waits: its own, or its resumer's */
	struct coro *resumer; /* NULL when resumed from outside of all coroutines */
	coro_body *body;
	void *arg;
	const char *name;
	femode_t fp_control; /* if kept */
};

_Static_assert(sizeof(struct coro) <= STACK_HEADER, "the record must fit in its stack's header");

static _Thread_local struct {
	struct coro *running;
	unsigned long switches;
} thread __attribute__((tls_model("initial-exec")));

/*
 * Both ways of a switch do all they have to do beforehand and end in switch_to, so that the
 * compiler makes it a jump: switch_to then goes on right where coro_resume or coro_yield was
 * called. A `ret` of theirs on the way would be mispredicted, as the one in switch_to would be.
 */
static inline void enter(struct coro *coro)
{
	coro->state = RUNNING;
	coro->resumer = thread.running;
	thread.running = coro;
	thread.switches++;
	fiber_enter(&coro->stack.fiber, stack_bottom(&coro->stack), stack_size(&coro->stack));
	switch_to(&coro->waits, coro->waits);
	fiber_left(&coro->stack.fiber);
}

static inline void leave(struct coro *coro, enum state state)
{
	coro->state = state;
	thread.running = coro->resumer;
	thread.switches++;
	fiber_leave(&coro->stack.fiber, state == DONE);
	switch_to(&coro->waits, coro->waits);
	fiber_entered(&coro->stack.fiber);
}

/*
 * The first and last frame of every coroutine. A body that returns leaves its stack right here,
 * and a new coroutine on a pooled stack begins by going on from here: nothing to prepare.
 */
static void coro_main(void)
{
	struct coro *coro = thread.running;

	fiber_entered(&coro->stack.fiber);
	for (;;) {
		coro->body(coro->arg);
		leave(coro, DONE);
	}
}

static inline struct coro *begin(struct coro *coro, const char *name, coro_body *body, void *arg)
{
	coro->name = name;
	coro->body = body;
	coro->arg = arg;
	coro->keeps_fp_control = false;
	coro->state = SUSPENDED;
	fiber_begin(&coro->stack.fiber, name);
	return coro;
}

/* Make it wait where coro_main begins. */
static void prepare(struct coro *coro)
{
	coro->waits =
		switch_prepare(stack_bottom(&coro->stack), stack_size(&coro->stack), coro_main);
}

__attribute__((noinline)) struct coro *coro_create_sized(const char *name, coro_body *body,
							 void *arg, size_t size)
{
	struct coro *coro = (void *)stack_get(size);

	if (!coro)
		return NULL;
	if (coro->state == FRESH)
		prepare(coro);
	return begin(coro, name, body, arg);
}

/* The common case, in as few instructions as there can be. */
struct coro *coro_create(const char *name, coro_body *body, void *arg)
{
	struct coro *coro = (void *)stack_reuse(CORO_STACK_SIZE);

	if (__builtin_expect(!coro, 0))
		return coro_create_sized(name, body, arg, CORO_STACK_SIZE);
	return begin(coro, name, body, arg);
}

void coro_keep_fp_control(struct coro *coro)
{
	coro->keeps_fp_control = true;
	if (fegetmode(&coro->fp_control) != 0)
		BUG("fegetmode failed");
}

static void enter_with_fp_control(struct coro *coro)
{
	femode_t outside;

	if (fegetmode(&outside) != 0 || fesetmode(&coro->fp_control) != 0)
		BUG("the floating-point modes cannot be switched");
	enter(coro);
	if (fegetmode(&coro->fp_control) != 0 || fesetmode(&outside) != 0)
		BUG("the floating-point modes cannot be switched");
}

static _Noreturn void refuse(const struct coro *coro)
{
	BUG("coroutine %s cannot be resumed: it %s", coro->name,
	    coro->state == DONE ? "has ended" : "is running or has resumed the one that runs");
}

void coro_resume(struct coro *coro)
{
	if (__builtin_expect(coro->state != SUSPENDED, 0))
		refuse(coro);
	if (__builtin_expect(coro->keeps_fp_control, 0))
		enter_with_fp_control(coro);
	else
		enter(coro);
}

void coro_yield(void)
{
	struct coro *coro = thread.running;

	if (__builtin_expect(!coro, 0))
		BUG("coro_yield outside of all coroutines");
	leave(coro, SUSPENDED);
}

struct coro *coro_running(void)
{
	return thread.running;
}

bool coro_is_done(const struct coro *coro)
{
	return coro->state == DONE;
}

const char *coro_name(const struct coro *coro)
{
	return coro->name;
}

void *coro_arg(const struct coro *coro)
{
	return coro->arg;
}

size_t coro_stack_size(const struct coro *coro)
{
	return stack_size(&coro->stack);
}

unsigned long coro_switches(void)
{
	return thread.switches;
}

/* Give its stack back as if nobody had been there. */
static void sweep(struct coro *coro)
{
	if (coro->state == RUNNING)
		BUG("coroutine %s cannot be destroyed: it is running", coro->name);
	fiber_end(&coro->stack.fiber, stack_bottom(&coro->stack), stack_size(&coro->stack));
	prepare(coro);
	coro->state = DONE;
	stack_put(&coro->stack);
}

void coro_destroy(struct coro *coro)
{
	if (coro->state == DONE && FIBER_CAN_PARK)
		stack_put(&coro->stack);
	else
		sweep(coro);
}

const char *coro_overflowed(const void *address)
{
	const struct coro *coro = thread.running;
	uintptr_t bottom;

	if (!coro)
		return NULL;
	bottom = (uintptr_t)stack_bottom(&coro->stack);
	if ((uintptr_t)address >= bottom || (uintptr_t)address < bottom - STACK_GUARD)
		return NULL;
	return coro->name;
}
