/* barrier.c: pthread_barrier_* (see world.h). */
#include "explore/engine/engine.h"
#include "explore/engine/object.h"
#include "explore/world/sync.h"
#include "explore/world/world.h"
#include "explore/world/world_internal.h"
#include "explore/world/world_sync.h"

#include <errno.h>

/*
 * The second half of a wait: op->state. The barrier itself may serve the next round, or be gone,
 * when the last thread leaves: so each one finds here that the round is full.
 */
struct arrival {
	struct arrival *next;
	bool full;
	struct vclock clock; /* of all who arrived */
};

/* In an object's room. */
struct barrier {
	unsigned parties, arrived;
	bool shared, destroyed;
	int user;
	struct arrival *arrivals; /* who waits in this round */
};

static struct barrier *barrier_of(struct object *object)
{
	return (struct barrier *)(void *)object->room;
}

static bool is_full(const struct op *op, const struct thread *thread)
{
	(void)thread;
	return ((const struct arrival *)op->state)->full;
}

static void adopt(struct barrier *barrier, const struct op *op)
{
	const struct made *made = sync_recall(op->object);

	if (!made)
		engine_fail(FAILURE_MISUSE, op->pc, op->object,
			    "T%d uses barrier {%p}, which is not initialized", engine_self()->id,
			    op->object);
	barrier->parties = made->count;
	barrier->shared = made->shared;
}

static void check(struct barrier *barrier, const struct op *op)
{
	if (barrier->destroyed)
		engine_fail(FAILURE_MISUSE, op->pc, op->object,
			    "T%d uses barrier {%p}, which was destroyed", engine_self()->id,
			    op->object);
	if (barrier->parties == 0)
		adopt(barrier, op);
	check_sharing(&barrier->user, barrier->shared, "barrier", op->object, op->pc);
}

static struct object *perform(struct op *op)
{
	struct object *object = object_at(op->object);

	check(barrier_of(object), op);
	engine_perform(op);
	check(barrier_of(object), op);
	return object;
}

static int init(unsigned count, bool shared, const struct op *op)
{
	struct object *object = object_at(op->object);

	engine_perform(op);
	if (barrier_of(object)->arrived)
		engine_fail(FAILURE_MISUSE, op->pc, op->object,
			    "T%d initializes barrier {%p} while others wait at it",
			    engine_self()->id, op->object);
	object_forget(object);
	*barrier_of(object) = (struct barrier){.parties = count, .shared = shared};
	return 0;
}

int world_pthread_barrier_init(pthread_barrier_t *address, const pthread_barrierattr_t *attributes,
			       unsigned count)
{
	int shared = PTHREAD_PROCESS_PRIVATE;
	bool is_shared;

	if (attributes)
		pthread_barrierattr_getpshared(attributes, &shared);
	is_shared = shared == PTHREAD_PROCESS_SHARED;
	if (count == 0)
		return EINVAL;
	if (!engine_self()) {
		sync_remember(&(struct made){address, count, is_shared});
		return pthread_barrier_init(address, attributes, count);
	}
	return init(count, is_shared,
		    &(struct op){OP_HERE, .kind = OP_INIT, .writes = true, .object = address,
				 .size = 1});
}

int world_pthread_barrier_destroy(pthread_barrier_t *address)
{
	struct op op = {OP_HERE, .kind = OP_DESTROY, .writes = true, .object = address, .size = 1};
	struct barrier *barrier;

	if (!engine_self())
		return pthread_barrier_destroy(address);
	barrier = barrier_of(perform(&op));
	if (barrier->arrived)
		engine_fail(FAILURE_MISUSE, op.pc, address,
			    "T%d destroys barrier {%p} while others wait at it", engine_self()->id,
			    (void *)address);
	barrier->destroyed = true;
	return 0;
}

/* The last one opens it for all; the clock of the next round begins anew. */
static int open_barrier(struct object *object)
{
	struct barrier *barrier = barrier_of(object);

	engine_acquire(&object->clock);
	for (struct arrival *arrival = barrier->arrivals; arrival; arrival = arrival->next) {
		arrival->clock = object->clock;
		arrival->full = true;
	}
	vclock_clear(&object->clock);
	barrier->arrivals = NULL;
	barrier->arrived = 0;
	engine_result(PTHREAD_BARRIER_SERIAL_THREAD);
	return PTHREAD_BARRIER_SERIAL_THREAD;
}

static int wait_at(struct op *op)
{
	struct object *object = perform(op);
	struct barrier *barrier = barrier_of(object);
	struct arrival arrival = {.next = barrier->arrivals};

	engine_release(&object->clock);
	if (++barrier->arrived == barrier->parties)
		return open_barrier(object);
	/* cppcheck-suppress autoVariables; taken off the list before we return */
	barrier->arrivals = &arrival;
	op->kind = OP_LEAVE;
	op->writes = false;
	/* cppcheck-suppress autoVariables */
	op->state = &arrival;
	op->ready = is_full;
	engine_perform(op);
	engine_acquire(&arrival.clock);
	return 0;
}

int world_pthread_barrier_wait(pthread_barrier_t *address)
{
	if (!engine_self())
		return pthread_barrier_wait(address);
	return wait_at(&(struct op){OP_HERE, .kind = OP_ARRIVE, .writes = true, .object = address,
				    .size = 1});
}
