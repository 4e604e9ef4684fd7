/* rwlock.c: pthread_rwlock_* (see world.h). */
#include "explore/world/world.h"

#include "explore/engine/engine.h"
#include "explore/engine/object.h"
#include "explore/world/world_internal.h"

#include <errno.h>

/* In an object's room. */
struct rwlock {
	int writer; /* thread + 1; 0: none */
	int readers;
	uint32_t reading; /* which threads, by bit */
	bool shared;
	int user;
};

static struct rwlock *lock_of(const struct op *op)
{
	return (struct rwlock *)(void *)((struct object *)op->state)->room;
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

/* The writer, or one of the readers. */
static int holder(const struct op *op)
{
	const struct rwlock *lock = lock_of(op);

	if (lock->writer)
		return lock->writer - 1;
	return lock->reading ? __builtin_ctz(lock->reading) : -1;
}

static struct rwlock *find(pthread_rwlock_t *address, struct op *op)
{
	op->object = address;
	op->state = object_at(address);
	check_sharing(&lock_of(op)->user, lock_of(op)->shared, "lock", address, op->pc);
	return lock_of(op);
}

static int take(struct op *op, bool writes)
{
	struct rwlock *lock = lock_of(op);
	int self = engine_self()->id;

	if (writes) {
		lock->writer = self + 1;
	} else {
		lock->readers++;
		lock->reading |= UINT32_C(1) << self;
	}
	engine_hold(op->object, 1);
	engine_acquire(&((struct object *)op->state)->clock);
	return 0;
}

static int fail_with(int error)
{
	engine_no_effect();
	engine_result(error);
	return error;
}

static int lock_timed(struct op *op, bool writes, const struct timespec *until)
{
	if (!engine_perform(op))
		return take(op, writes);
	clock_reach(until);
	return fail_with(ETIMEDOUT);
}

#define READ                                                                         \
	OP_HERE, .kind = OP_READ_LOCK, .writes = true, .size = 1, .ready = can_read, \
		 .holder = holder
#define WRITE \
	OP_HERE, .kind = OP_LOCK, .writes = true, .size = 1, .ready = can_write, .holder = holder

int world_pthread_rwlock_rdlock(pthread_rwlock_t *address)
{
	struct op op = {READ};

	find(address, &op);
	engine_perform(&op);
	return take(&op, false);
}

int world_pthread_rwlock_wrlock(pthread_rwlock_t *address)
{
	struct op op = {WRITE};

	find(address, &op);
	engine_perform(&op);
	return take(&op, true);
}

int world_pthread_rwlock_timedrdlock(pthread_rwlock_t *address, const struct timespec *until)
{
	struct op op = {READ, .expires = cannot_read};

	find(address, &op);
	return lock_timed(&op, false, until);
}

int world_pthread_rwlock_timedwrlock(pthread_rwlock_t *address, const struct timespec *until)
{
	struct op op = {WRITE, .expires = cannot_write};

	find(address, &op);
	return lock_timed(&op, true, until);
}

int world_pthread_rwlock_tryrdlock(pthread_rwlock_t *address)
{
	struct op op = {OP_HERE, .kind = OP_TRY_READ_LOCK, .writes = true, .size = 1};

	find(address, &op);
	engine_perform(&op);
	return can_read(&op, NULL) ? take(&op, false) : fail_with(EBUSY);
}

int world_pthread_rwlock_trywrlock(pthread_rwlock_t *address)
{
	struct op op = {OP_HERE, .kind = OP_TRYLOCK, .writes = true, .size = 1};

	find(address, &op);
	engine_perform(&op);
	return can_write(&op, NULL) ? take(&op, true) : fail_with(EBUSY);
}

static void give(struct rwlock *lock, const struct op *op)
{
	int self = engine_self()->id;

	if (lock->writer == self + 1) {
		lock->writer = 0;
	} else if (lock->reading >> self & 1) {
		lock->reading &= ~(UINT32_C(1) << self);
		lock->readers--;
	} else {
		engine_fail(FAILURE_MISUSE, op->pc, op->object,
			    "T%d unlocks lock {%p}, which it does not hold", self, op->object);
	}
}

int world_pthread_rwlock_unlock(pthread_rwlock_t *address)
{
	struct op op = {OP_HERE, .kind = OP_UNLOCK, .writes = true, .size = 1};
	struct rwlock *lock = find(address, &op);

	engine_perform(&op);
	give(lock, &op);
	engine_hold(address, -1);
	engine_release(&((struct object *)op.state)->clock);
	return 0;
}

int world_pthread_rwlock_init(pthread_rwlock_t *address, const pthread_rwlockattr_t *attributes)
{
	int shared = PTHREAD_PROCESS_PRIVATE;
	struct op op = {OP_HERE};

	if (!engine_self())
		return pthread_rwlock_init(address, attributes);
	if (attributes)
		pthread_rwlockattr_getpshared(attributes, &shared);
	find(address, &op);
	object_forget(op.state);
	lock_of(&op)->shared = shared == PTHREAD_PROCESS_SHARED;
	return 0;
}

int world_pthread_rwlock_destroy(pthread_rwlock_t *address)
{
	struct op op = {OP_HERE, .kind = OP_DESTROY, .writes = true, .size = 1};

	find(address, &op);
	engine_perform(&op);
	if (!can_write(&op, NULL))
		engine_fail(FAILURE_MISUSE, op.pc, address,
			    "T%d destroys lock {%p}, which T%d holds", engine_self()->id,
			    (void *)address, holder(&op));
	object_forget(op.state);
	return 0;
}
