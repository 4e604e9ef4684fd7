/* mutex.c: mutexes, of all types (see world.h). */
#include "explore/world/mutex.h"

#include "explore/engine/engine.h"
#include "explore/world/world.h"
#include "explore/world/world_internal.h"

#include <errno.h>
#include <string.h>

bool mutex_is_free(const struct op *op, const struct thread *thread)
{
	(void)thread;
	return mutex_of(op->state)->owner == 0;
}

int mutex_holder(const struct op *op)
{
	return mutex_of(op->state)->owner - 1;
}

/* The types that static initializers leave in the user's bytes; all else must be zero. */
static bool is_initializer(const pthread_mutex_t *mutex)
{
	pthread_mutex_t plain = *mutex;

	if (plain.__data.__kind < 0 || plain.__data.__kind > PTHREAD_MUTEX_ADAPTIVE_NP)
		return false;
	plain.__data.__kind = 0;
	return memcmp(&plain, &(pthread_mutex_t)PTHREAD_MUTEX_INITIALIZER, sizeof plain) == 0;
}

static void adopt(const pthread_mutex_t *address, struct mutex *mutex, uintptr_t pc)
{
	if (!is_initializer(address))
		engine_fail(FAILURE_MISUSE, pc, address,
			    "T%d uses mutex {%p}, which was never initialized", engine_self()->id,
			    (const void *)address);
	mutex->ready = true;
	mutex->type = address->__data.__kind == PTHREAD_MUTEX_ADAPTIVE_NP ? PTHREAD_MUTEX_NORMAL
									  : address->__data.__kind;
}

struct object *mutex_at(const pthread_mutex_t *address, uintptr_t pc)
{
	struct object *object = object_at(address);
	struct mutex *mutex = mutex_of(object);

	if (mutex->destroyed)
		engine_fail(FAILURE_MISUSE, pc, address, "T%d uses mutex {%p}, which was destroyed",
			    engine_self()->id, (const void *)address);
	if (!mutex->ready)
		adopt(address, mutex, pc);
	check_sharing(&mutex->user, mutex->shared, "mutex", address, pc);
	return object;
}

void mutex_take(struct object *object, int depth)
{
	struct mutex *mutex = mutex_of(object);

	mutex->owner = engine_self()->id + 1;
	mutex->depth = depth;
	engine_hold(object->address, 1);
	engine_acquire(&object->clock);
}

int mutex_give(struct object *object)
{
	struct mutex *mutex = mutex_of(object);
	int depth = mutex->depth;

	mutex->owner = mutex->depth = 0;
	engine_hold(object->address, -1);
	engine_release(&object->clock);
	return depth;
}

static bool is_mine(struct object *object)
{
	return mutex_of(object)->owner == engine_self()->id + 1;
}

/* Locked already by the caller: what now depends on the type. 0: nothing to be done any more. */
static int relock(struct object *object)
{
	struct mutex *mutex = mutex_of(object);

	if (mutex->type == PTHREAD_MUTEX_ERRORCHECK)
		return EDEADLK;
	mutex->depth++;
	return 0;
}

static bool can_relock(struct object *object)
{
	return is_mine(object) && mutex_of(object)->type != PTHREAD_MUTEX_NORMAL;
}

static int lock(pthread_mutex_t *address, struct op *op, bool timed, const struct timespec *until)
{
	struct object *object = mutex_at(address, op->pc);

	if (can_relock(object))
		return relock(object);
	op->object = address;
	op->state = object;
	if (engine_perform(op) && timed) {
		engine_no_effect();
		clock_reach(until);
		engine_result(ETIMEDOUT);
		return ETIMEDOUT;
	}
	if (mutex_of(object)->destroyed)
		mutex_at(address, op->pc);
	mutex_take(object, 1);
	return 0;
}

#define LOCK                                                                         \
	OP_HERE, .kind = OP_LOCK, .writes = true, .size = 1, .ready = mutex_is_free, \
		 .holder = mutex_holder

int world_pthread_mutex_lock(pthread_mutex_t *mutex)
{
	if (!engine_self())
		return 0;
	return lock(mutex, &(struct op){LOCK}, false, NULL);
}

static bool is_busy(const struct op *op, const struct thread *thread)
{
	return !mutex_is_free(op, thread);
}

int world_pthread_mutex_timedlock(pthread_mutex_t *mutex, const struct timespec *until)
{
	return lock(mutex, &(struct op){LOCK, .expires = is_busy}, true, until);
}

int world_pthread_mutex_clocklock(pthread_mutex_t *mutex, clockid_t clock,
				  const struct timespec *until)
{
	(void)clock;
	return lock(mutex, &(struct op){LOCK, .expires = is_busy}, true, until);
}

static int try_lock(pthread_mutex_t *address, struct op *op)
{
	struct object *object = mutex_at(address, op->pc);

	op->object = address;
	engine_perform(op);
	if (mutex_of(object)->owner == 0) {
		mutex_take(object, 1);
		return 0;
	}
	engine_no_effect();
	if (is_mine(object) && mutex_of(object)->type == PTHREAD_MUTEX_RECURSIVE)
		return relock(object);
	engine_result(EBUSY);
	return EBUSY;
}

#define TRYLOCK OP_HERE, .kind = OP_TRYLOCK, .writes = true, .size = 1

int world_pthread_mutex_trylock(pthread_mutex_t *mutex)
{
	if (!engine_self())
		return 0;
	return try_lock(mutex, &(struct op){TRYLOCK});
}

static int refuse_unlock(struct object *object, const struct op *op)
{
	const struct mutex *mutex = mutex_of(object);

	if (mutex->type != PTHREAD_MUTEX_NORMAL)
		return EPERM;
	if (mutex->owner == 0)
		engine_fail(FAILURE_MISUSE, op->pc, op->object,
			    "T%d unlocks mutex {%p}, which is not locked", engine_self()->id,
			    op->object);
	engine_fail(FAILURE_MISUSE, op->pc, op->object, "T%d unlocks mutex {%p}, which T%d holds",
		    engine_self()->id, op->object, mutex->owner - 1);
}

static int unlock(pthread_mutex_t *address, struct op *op)
{
	struct object *object = mutex_at(address, op->pc);

	op->object = address;
	if (is_mine(object) && mutex_of(object)->depth > 1) {
		mutex_of(object)->depth--;
		return 0;
	}
	engine_perform(op);
	if (!is_mine(object))
		return refuse_unlock(object, op);
	mutex_give(object);
	return 0;
}

#define UNLOCK OP_HERE, .kind = OP_UNLOCK, .writes = true, .size = 1

int world_pthread_mutex_unlock(pthread_mutex_t *mutex)
{
	if (!engine_self())
		return 0;
	return unlock(mutex, &(struct op){UNLOCK});
}

static int init(const pthread_mutex_t *address, int type, bool shared, const struct op *op)
{
	struct object *object = object_at(address);

	engine_perform(op);
	if (mutex_of(object)->owner)
		engine_fail(FAILURE_MISUSE, op->pc, address,
			    "T%d initializes mutex {%p}, which is locked", engine_self()->id,
			    (const void *)address);
	object_forget(object);
	*mutex_of(object) = (struct mutex){.ready = true, .type = type, .shared = shared};
	return 0;
}

#define INIT(address) OP_HERE, .kind = OP_INIT, .writes = true, .object = address, .size = 1

int world_pthread_mutex_init(pthread_mutex_t *mutex, const pthread_mutexattr_t *attributes)
{
	int type = PTHREAD_MUTEX_NORMAL, shared = PTHREAD_PROCESS_PRIVATE;

	if (!engine_self())
		return pthread_mutex_init(mutex, attributes);
	if (attributes) {
		pthread_mutexattr_gettype(attributes, &type);
		pthread_mutexattr_getpshared(attributes, &shared);
	}
	return init(mutex, type, shared == PTHREAD_PROCESS_SHARED, &(struct op){INIT(mutex)});
}

int world_pthread_mutex_destroy(pthread_mutex_t *mutex)
{
	const struct op op = {OP_HERE, .kind = OP_DESTROY, .writes = true, .object = mutex,
			      .size = 1};
	struct object *object = mutex_at(mutex, op.pc);

	engine_perform(&op);
	if (mutex_of(object)->owner)
		engine_fail(FAILURE_MISUSE, op.pc, mutex,
			    "T%d destroys mutex {%p}, which T%d holds", engine_self()->id,
			    (void *)mutex, mutex_of(object)->owner - 1);
	mutex_of(object)->destroyed = true;
	return 0;
}
