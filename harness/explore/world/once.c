/* once.c: pthread_once, call_once and barriers: meeting points (see world.h). */
#include "explore/world/world.h"

#include "explore/engine/engine.h"
#include "explore/engine/object.h"
#include "explore/world/world_internal.h"

/* In an object's room. */
struct once {
	int runner; /* thread + 1; 0: nobody yet */
	bool done;
};

struct barrier {
	unsigned parties, arrived, round;
	bool shared;
	int user;
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

static void run_once(void (*routine)(void), struct op *op)
{
	struct object *object = object_at(op->object);

	op->state = object;
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

#define ONCE(flag)                                                                             \
	OP_HERE, .kind = OP_ONCE, .writes = true, .object = flag, .size = 1, .ready = is_open, \
		 .holder = runner

int world_pthread_once(pthread_once_t *flag, void (*routine)(void))
{
	run_once(routine, &(struct op){ONCE(flag)});
	return 0;
}

void world_call_once(once_flag *flag, void (*routine)(void))
{
	run_once(routine, &(struct op){ONCE(flag)});
}

/* ---- barriers ---- */

/* The second half of a wait: op->state. */
struct arrival {
	struct object *object;
	unsigned round;
};

static struct barrier *barrier_of(struct object *object)
{
	return (struct barrier *)(void *)object->room;
}

static bool is_full(const struct op *op, const struct thread *thread)
{
	const struct arrival *arrival = op->state;

	(void)thread;
	return barrier_of(arrival->object)->round != arrival->round;
}

int world_pthread_barrier_init(pthread_barrier_t *address, const pthread_barrierattr_t *attributes,
			       unsigned count)
{
	int shared = PTHREAD_PROCESS_PRIVATE;
	struct object *object;

	if (!engine_self())
		return pthread_barrier_init(address, attributes, count);
	if (attributes)
		pthread_barrierattr_getpshared(attributes, &shared);
	object = object_at(address);
	object_forget(object);
	*barrier_of(object) =
		(struct barrier){.parties = count, .shared = shared == PTHREAD_PROCESS_SHARED};
	return 0;
}

static void require(const struct object *object, const struct op *op)
{
	if (barrier_of((struct object *)(uintptr_t)object)->parties == 0)
		engine_fail(FAILURE_MISUSE, op->pc, op->object,
			    "T%d uses barrier {%p}, which is not initialized", engine_self()->id,
			    op->object);
}

int world_pthread_barrier_destroy(pthread_barrier_t *address)
{
	struct op op = {OP_HERE, .kind = OP_DESTROY, .writes = true, .object = address, .size = 1};
	struct object *object = object_at(address);

	require(object, &op);
	engine_perform(&op);
	if (barrier_of(object)->arrived)
		engine_fail(FAILURE_MISUSE, op.pc, address,
			    "T%d destroys barrier {%p} while others wait at it", engine_self()->id,
			    (void *)address);
	object_forget(object);
	return 0;
}

int world_pthread_barrier_wait(pthread_barrier_t *address)
{
	struct op op = {OP_HERE, .kind = OP_ARRIVE, .writes = true, .object = address, .size = 1};
	struct object *object = object_at(address);
	struct barrier *barrier = barrier_of(object);
	struct arrival arrival = {object, 0};

	require(object, &op);
	check_sharing(&barrier->user, barrier->shared, "barrier", address, op.pc);
	engine_perform(&op);
	engine_release(&object->clock);
	arrival.round = barrier->round;
	if (++barrier->arrived == barrier->parties) {
		barrier->arrived = 0;
		barrier->round++;
		engine_acquire(&object->clock);
		return PTHREAD_BARRIER_SERIAL_THREAD;
	}
	op.kind = OP_LEAVE;
	op.writes = false;
	op.state = &arrival;
	op.ready = is_full;
	engine_perform(&op);
	engine_acquire(&object->clock);
	return 0;
}
