/* spin.c: pthread_spin_*: a lock that waits by trying again (see world.h). */
#include "explore/world/world.h"

#include "explore/engine/engine.h"
#include "explore/engine/object.h"
#include "explore/world/world_internal.h"

#include <errno.h>

/* In an object's room. */
struct spin {
	int owner; /* thread + 1; 0: free */
	bool shared;
	int user;
};

static struct spin *spin_of(const struct op *op)
{
	return (struct spin *)(void *)((struct object *)op->state)->room;
}

static bool is_free(const struct op *op, const struct thread *thread)
{
	(void)thread;
	return spin_of(op)->owner == 0;
}

static int holder(const struct op *op)
{
	return spin_of(op)->owner - 1;
}

static struct spin *find(pthread_spinlock_t *lock, struct op *op)
{
	op->object = (const void *)(uintptr_t)lock;
	op->state = object_at(op->object);
	check_sharing(&spin_of(op)->user, spin_of(op)->shared, "spin lock", op->object, op->pc);
	return spin_of(op);
}

static int take(struct op *op)
{
	spin_of(op)->owner = engine_self()->id + 1;
	engine_hold(op->object, 1);
	engine_acquire(&((struct object *)op->state)->clock);
	return 0;
}

int world_pthread_spin_init(pthread_spinlock_t *lock, int shared)
{
	struct op op = {OP_HERE, .kind = OP_INIT, .writes = true, .size = 1};

	if (!engine_self())
		return pthread_spin_init(lock, shared);
	find(lock, &op);
	*spin_of(&op) = (struct spin){.shared = shared == PTHREAD_PROCESS_SHARED};
	return 0;
}

int world_pthread_spin_destroy(pthread_spinlock_t *lock)
{
	struct op op = {OP_HERE, .kind = OP_DESTROY, .writes = true, .size = 1};

	if (find(lock, &op)->owner)
		engine_fail(FAILURE_MISUSE, op.pc, op.object,
			    "T%d destroys spin lock {%p}, which T%d holds", engine_self()->id,
			    op.object, spin_of(&op)->owner - 1);
	engine_perform(&op);
	return 0;
}

int world_pthread_spin_lock(pthread_spinlock_t *lock)
{
	struct op op = {OP_HERE,   .kind = OP_LOCK,  .writes = true,
			.size = 1, .ready = is_free, .holder = holder};

	find(lock, &op);
	engine_perform(&op);
	return take(&op);
}

int world_pthread_spin_trylock(pthread_spinlock_t *lock)
{
	struct op op = {OP_HERE, .kind = OP_TRYLOCK, .writes = true, .size = 1};

	find(lock, &op);
	engine_perform(&op);
	if (spin_of(&op)->owner == 0)
		return take(&op);
	engine_no_effect();
	engine_result(EBUSY);
	return EBUSY;
}

int world_pthread_spin_unlock(pthread_spinlock_t *lock)
{
	struct op op = {OP_HERE, .kind = OP_UNLOCK, .writes = true, .size = 1};
	struct spin *spin = find(lock, &op);

	engine_perform(&op);
	if (spin->owner != engine_self()->id + 1)
		engine_fail(FAILURE_MISUSE, op.pc, op.object,
			    "T%d unlocks spin lock {%p}, which it does not hold", engine_self()->id,
			    op.object);
	spin->owner = 0;
	engine_hold(op.object, -1);
	engine_release(&((struct object *)op.state)->clock);
	return 0;
}
