/* rwlock.c: pthread_rwlock_* (see world.h). Readers may always join readers, as in glibc. */
#include "explore/engine/engine.h"
#include "explore/engine/object.h"
#include "explore/world/sync.h"
#include "explore/world/world.h"
#include "explore/world/world_internal.h"
#include "explore/world/world_sync.h"

#include <errno.h>
#include <string.h>

/* In an object's room. */
struct rwlock {
	int writer; /* thread + 1; 0: none */
	int readers;
	bool ready, shared, destroyed;
	int user;
	uint8_t reads[ENGINE_THREADS]; /* how often each thread holds it for reading */
};

_Static_assert(sizeof(struct rwlock) <= OBJECT_ROOM, "it lies in an object's room");

static struct rwlock *rwlock_of(struct object *object)
{
	return (struct rwlock *)(void *)object->room;
}

static struct rwlock *lock_of(const struct op *op)
{
	return rwlock_of(op->state);
}

static bool can_read(const struct op *op, const struct thread *thread)
{
	(void)thread;
	return lock_of(op)->writer == 0;
}

static bool can_write(const struct op *op, const struct thread *thread)
{
	(void)thread;
	return lock_of(op)->writer == 0 && lock_of(op)->readers == 0;
}

static bool cannot_read(const struct op *op, const struct thread *thread)
{
	return !can_read(op, thread);
}

static bool cannot_write(const struct op *op, const struct thread *thread)
{
	return !can_write(op, thread);
}

/* The writer, or the first of the readers. */
static int holder(const struct op *op)
{
	const struct rwlock *lock = lock_of(op);

	if (lock->writer)
		return lock->writer - 1;
	for (int i = 0; i < ENGINE_THREADS; i++)
		if (lock->reads[i])
			return i;
	return -1;
}

static void adopt(const pthread_rwlock_t *address, struct rwlock *lock, uintptr_t pc)
{
	pthread_rwlock_t plain = *address;

	plain.__data.__shared = 0;
	plain.__data.__flags = 0; /* whom it prefers */
	if (memcmp(&plain, &(pthread_rwlock_t)PTHREAD_RWLOCK_INITIALIZER, sizeof plain) != 0)
		engine_fail(FAILURE_MISUSE, pc, address,
			    "T%d uses lock {%p}, which was never initialized", engine_self()->id,
			    (const void *)address);
	lock->ready = true;
	lock->shared = address->__data.__shared != 0;
}

static struct object *lock_at(const pthread_rwlock_t *address, uintptr_t pc)
{
	struct object *object = object_at(address);
	struct rwlock *lock = rwlock_of(object);

	if (lock->destroyed && !sync_is_poisoned(address, sizeof *address))
		object_forget(object);
	if (lock->destroyed)
		engine_fail(FAILURE_MISUSE, pc, address, "T%d uses lock {%p}, which was destroyed",
			    engine_self()->id, (const void *)address);
	if (!lock->ready)
		adopt(address, lock, pc);
	check_sharing(&lock->user, lock->shared, "lock", address, pc);
	return object;
}

/* True: it timed out. */
static bool perform(pthread_rwlock_t *address, struct op *op)
{
	bool expired;

	op->writes = true;
	op->object = address;
	op->size = 1;
	op->state = lock_at(address, op->pc);
	expired = engine_perform(op);
	lock_at(address, op->pc);
	return expired;
}

static int take(struct op *op, bool writes)
{
	struct rwlock *lock = lock_of(op);
	int self = engine_self()->id;

	if (!writes && lock->reads[self] == UINT8_MAX)
		return sync_refuse(EAGAIN);
	if (writes) {
		lock->writer = self + 1;
	} else {
		lock->readers++;
		lock->reads[self]++;
	}
	engine_hold(op->object, 1);
	engine_acquire(&((struct object *)op->state)->clock);
	return 0;
}

static int read_lock(pthread_rwlock_t *address, struct op *op, const struct timespec *until)
{
	op->kind = OP_READ_LOCK;
	op->ready = can_read;
	op->expires = until ? cannot_read : NULL;
	op->holder = holder;
	return perform(address, op) ? sync_time_out(until) : take(op, false);
}

static int write_lock(pthread_rwlock_t *address, struct op *op, const struct timespec *until)
{
	op->kind = OP_LOCK;
	op->ready = can_write;
	op->expires = until ? cannot_write : NULL;
	op->holder = holder;
	return perform(address, op) ? sync_time_out(until) : take(op, true);
}

static int try_lock(pthread_rwlock_t *address, struct op *op)
{
	bool writes = op->kind == OP_TRYLOCK;

	perform(address, op);
	if (writes ? can_write(op, NULL) : can_read(op, NULL))
		return take(op, writes);
	return sync_refuse(EBUSY);
}

static int unlock(pthread_rwlock_t *address, struct op *op)
{
	struct rwlock *lock;
	int self = engine_self()->id;

	perform(address, op);
	lock = lock_of(op);
	if (lock->writer == self + 1) {
		lock->writer = 0;
	} else if (lock->reads[self]) {
		lock->reads[self]--;
		lock->readers--;
	} else {
		engine_fail(FAILURE_MISUSE, op->pc, op->object,
			    "T%d unlocks lock {%p}, which it does not hold", self, op->object);
	}
	engine_hold(address, -1);
	engine_release(&((struct object *)op->state)->clock);
	return 0;
}

static int init(pthread_rwlock_t *address, bool shared, struct op *op)
{
	op->state = object_at(address);
	engine_perform(op);
	if (!can_write(op, NULL))
		engine_fail(FAILURE_MISUSE, op->pc, address,
			    "T%d initializes lock {%p}, which T%d holds", engine_self()->id,
			    (void *)address, holder(op));
	object_forget(op->state);
	*lock_of(op) = (struct rwlock){.ready = true, .shared = shared};
	return 0;
}

static int destroy(pthread_rwlock_t *address, struct op *op)
{
	perform(address, op);
	if (!can_write(op, NULL))
		engine_fail(FAILURE_MISUSE, op->pc, address,
			    "T%d destroys lock {%p}, which T%d holds", engine_self()->id,
			    (void *)address, holder(op));
	lock_of(op)->destroyed = true;
	sync_poison(address, sizeof *address);
	return 0;
}

/* ---- what programs call ---- */

int world_pthread_rwlock_rdlock(pthread_rwlock_t *address)
{
	if (!engine_self())
		return pthread_rwlock_rdlock(address);
	return read_lock(address, &(struct op){OP_HERE}, NULL);
}

int world_pthread_rwlock_wrlock(pthread_rwlock_t *address)
{
	if (!engine_self())
		return pthread_rwlock_wrlock(address);
	return write_lock(address, &(struct op){OP_HERE}, NULL);
}

int world_pthread_rwlock_timedrdlock(pthread_rwlock_t *address, const struct timespec *until)
{
	if (!engine_self())
		return pthread_rwlock_timedrdlock(address, until);
	return read_lock(address, &(struct op){OP_HERE}, until);
}

int world_pthread_rwlock_timedwrlock(pthread_rwlock_t *address, const struct timespec *until)
{
	if (!engine_self())
		return pthread_rwlock_timedwrlock(address, until);
	return write_lock(address, &(struct op){OP_HERE}, until);
}

int world_pthread_rwlock_tryrdlock(pthread_rwlock_t *address)
{
	if (!engine_self())
		return pthread_rwlock_tryrdlock(address);
	return try_lock(address, &(struct op){OP_HERE, .kind = OP_TRY_READ_LOCK});
}

int world_pthread_rwlock_trywrlock(pthread_rwlock_t *address)
{
	if (!engine_self())
		return pthread_rwlock_trywrlock(address);
	return try_lock(address, &(struct op){OP_HERE, .kind = OP_TRYLOCK});
}

int world_pthread_rwlock_unlock(pthread_rwlock_t *address)
{
	if (!engine_self())
		return pthread_rwlock_unlock(address);
	return unlock(address, &(struct op){OP_HERE, .kind = OP_UNLOCK});
}

int world_pthread_rwlock_init(pthread_rwlock_t *address, const pthread_rwlockattr_t *attributes)
{
	int shared = PTHREAD_PROCESS_PRIVATE;

	if (!engine_self())
		return pthread_rwlock_init(address, attributes);
	if (attributes)
		pthread_rwlockattr_getpshared(attributes, &shared);
	return init(address, shared == PTHREAD_PROCESS_SHARED,
		    &(struct op){OP_HERE, .kind = OP_INIT, .writes = true, .object = address,
				 .size = 1});
}

int world_pthread_rwlock_destroy(pthread_rwlock_t *address)
{
	if (!engine_self())
		return pthread_rwlock_destroy(address);
	return destroy(address, &(struct op){OP_HERE, .kind = OP_DESTROY});
}
