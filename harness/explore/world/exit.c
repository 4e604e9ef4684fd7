/* exit.c: how the process ends (see world.h). */
#include "explore/world/world_base.h"

#include "explore/engine/engine.h"

#include <stdlib.h>
#include <unistd.h>

#define HANDLERS 256

struct handlers {
	int count;
	int permanent; /* registered before any schedule: they stay */
	void (*at[HANDLERS])(void);
};

static struct handlers at_exit, quickly;

void exit_reset(void)
{
	at_exit.count = at_exit.permanent;
	quickly.count = quickly.permanent;
}

static int add(struct handlers *handlers, void (*handler)(void))
{
	if (handlers->count == HANDLERS)
		return -1;
	handlers->at[handlers->count++] = handler;
	if (!engine_self())
		handlers->permanent = handlers->count;
	return 0;
}

static void run(struct handlers *handlers)
{
	while (handlers->count > 0)
		handlers->at[--handlers->count]();
}

/* Other threads go on until this step, whatever the handlers did. */
static _Noreturn void end(const char *name, int status, struct place place)
{
	engine_perform(&(struct op){
		.kind = OP_EXIT, .writes = true, .pc = place.pc, .frame = place.frame});
	engine_result(status);
	if (status != 0)
		engine_fail(FAILURE_EXIT, place.pc, NULL, "T%d calls %s(%d)", engine_self()->id,
			    name, status);
	engine_exit(0);
}

int world_atexit(void (*handler)(void))
{
	return add(&at_exit, handler);
}

int world_at_quick_exit(void (*handler)(void))
{
	return add(&quickly, handler);
}

void world_run_atexit(void)
{
	run(&at_exit);
}

void world_exit(int status)
{
	struct place place = PLACE_HERE;

	if (!engine_self())
		exit(status);
	run(&at_exit);
	end("exit", status, place);
}

void world_quick_exit(int status)
{
	struct place place = PLACE_HERE;

	if (!engine_self())
		quick_exit(status);
	run(&quickly);
	end("quick_exit", status, place);
}

void world__exit(int status)
{
	if (!engine_self())
		_exit(status);
	end("_exit", status, PLACE_HERE);
}

void world__Exit(int status)
{
	if (!engine_self())
		_Exit(status);
	end("_Exit", status, PLACE_HERE);
}

void world_abort(void)
{
	if (!engine_self())
		abort();
	engine_fail(FAILURE_ABORT, PLACE_HERE.pc, NULL, "T%d calls abort()", engine_self()->id);
}

static _Noreturn void fail_assertion(const char *expression, const char *file, unsigned line,
				     uintptr_t pc)
{
	if (engine_self())
		engine_fail(FAILURE_ASSERTION, pc, NULL, "assertion failed: %s (%s:%u)", expression,
			    file, line);
	fprintf(stderr, "%s:%u: assertion failed: %s\n", file, line, expression);
	abort();
}

void world___assert_fail(const char *expression, const char *file, unsigned line,
			 const char *function)
{
	(void)function;
	fail_assertion(expression, file, line, PLACE_HERE.pc);
}

void world___assert(const char *expression, const char *file, int line)
{
	fail_assertion(expression, file, (unsigned)line, PLACE_HERE.pc);
}
