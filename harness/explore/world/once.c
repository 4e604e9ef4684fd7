/* once.c: pthread_once and call_once (see world.h). */
#include "explore/engine/engine.h"
#include "explore/engine/object.h"
#include "explore/world/world.h"
#include "explore/world/world_sync.h"

#define DONE 2 /* what glibc leaves in a flag whose routine has run, in a constructor */

/* In an object's room. */
struct once {
	int runner; /* thread + 1; 0: nobody yet */
	bool ready, done;
};

static struct once *once_of(const struct op *op)
{
	return (struct once *)(void *)((struct object *)op->state)->room;
}

static bool is_open(const struct op *op, const struct thread *thread)
{
	(void)thread;
	return once_of(op)->runner == 0 || once_of(op)->done;
}

static int runner(const struct op *op)
{
	return once_of(op)->runner - 1;
}

static void adopt(struct once *once, int value, const struct op *op)
{
	if (value != PTHREAD_ONCE_INIT && value != DONE)
		engine_fail(FAILURE_MISUSE, op->pc, op->object,
			    "T%d uses flag {%p}, which was never initialized", engine_self()->id,
			    op->object);
	once->ready = true;
	once->done = value == DONE;
}

/* A routine runs as the second half of the call, and has ended with another step. */
static void run_once(void (*routine)(void), int value, struct op *op)
{
	struct object *object = object_at(op->object);

	op->state = object;
	if (!once_of(op)->ready)
		adopt(once_of(op), value, op);
	op->ready = is_open;
	op->holder = runner;
	engine_perform(op);
	engine_acquire(&object->clock);
	if (once_of(op)->done) {
		engine_no_effect();
		return;
	}
	once_of(op)->runner = engine_self()->id + 1;
	routine();
	op->ready = NULL;
	op->holder = NULL;
	engine_perform(op);
	once_of(op)->done = true;
	engine_release(&object->clock);
}

#define ONCE(flag) OP_HERE, .kind = OP_ONCE, .writes = true, .object = flag, .size = 1

int world_pthread_once(pthread_once_t *flag, void (*routine)(void))
{
	if (!engine_self())
		return pthread_once(flag, routine);
	run_once(routine, *flag, &(struct op){ONCE(flag)});
	return 0;
}

void world_call_once(once_flag *flag, void (*routine)(void))
{
	if (engine_self())
		run_once(routine, *(const int *)(const void *)flag, &(struct op){ONCE(flag)});
	else
		call_once(flag, routine);
}
