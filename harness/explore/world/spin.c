/* spin.c: pthread_spin_*: a lock that waits by trying again (see world.h). */
#include "explore/engine/engine.h"
#include "explore/engine/object.h"
#include "explore/world/sync.h"
#include "explore/world/world.h"
#include "explore/world/world_internal.h"
#include "explore/world/world_sync.h"

#include <errno.h>

/* In an object's room. */
struct spin {
	int owner; /* thread + 1; 0: free */
	bool ready, shared, destroyed;
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

static void adopt(struct spin *spin, const struct op *op)
{
	const struct made *made = sync_recall(op->object);

	if (!made)
		engine_fail(FAILURE_MISUSE, op->pc, op->object,
			    "T%d uses spin lock {%p}, which was never initialized",
			    engine_self()->id, op->object);
	spin->ready = true;
	spin->shared = made->shared;
}

static void check(const struct op *op)
{
	struct spin *spin = spin_of(op);

	if (spin->destroyed)
		engine_fail(FAILURE_MISUSE, op->pc, op->object,
			    "T%d uses spin lock {%p}, which was destroyed", engine_self()->id,
			    op->object);
	if (!spin->ready)
		adopt(spin, op);
	check_sharing(&spin->user, spin->shared, "spin lock", op->object, op->pc);
}

static struct spin *perform(pthread_spinlock_t *lock, struct op *op)
{
	op->writes = true;
	op->object = (const void *)(uintptr_t)lock;
	op->size = 1;
	op->state = object_at(op->object);
	check(op);
	engine_perform(op);
	check(op);
	return spin_of(op);
}

static int take(struct op *op)
{
	spin_of(op)->owner = engine_self()->id + 1;
	engine_hold(op->object, 1);
	engine_acquire(&((struct object *)op->state)->clock);
	return 0;
}

static int init(bool shared, struct op *op)
{
	op->state = object_at(op->object);
	engine_perform(op);
	if (spin_of(op)->owner)
		engine_fail(FAILURE_MISUSE, op->pc, op->object,
			    "T%d initializes spin lock {%p}, which T%d holds", engine_self()->id,
			    op->object, spin_of(op)->owner - 1);
	object_forget(op->state);
	*spin_of(op) = (struct spin){.ready = true, .shared = shared};
	return 0;
}

int world_pthread_spin_init(pthread_spinlock_t *lock, int shared)
{
	const void *address = (const void *)(uintptr_t)lock;
	bool is_shared = shared == PTHREAD_PROCESS_SHARED;

	if (!engine_self()) {
		sync_remember(&(struct made){address, 0, is_shared});
		return pthread_spin_init(lock, shared);
	}
	return init(is_shared, &(struct op){OP_HERE, .kind = OP_INIT, .writes = true,
					    .object = address, .size = 1});
}

int world_pthread_spin_destroy(pthread_spinlock_t *lock)
{
	struct op op = {OP_HERE, .kind = OP_DESTROY};
	struct spin *spin;

	if (!engine_self())
		return pthread_spin_destroy(lock);
	spin = perform(lock, &op);
	if (spin->owner)
		engine_fail(FAILURE_MISUSE, op.pc, op.object,
			    "T%d destroys spin lock {%p}, which T%d holds", engine_self()->id,
			    op.object, spin->owner - 1);
	spin->destroyed = true;
	return 0;
}

int world_pthread_spin_lock(pthread_spinlock_t *lock)
{
	struct op op = {OP_HERE, .kind = OP_LOCK, .ready = is_free, .spins = true,
			.holder = holder};

	if (!engine_self())
		return pthread_spin_lock(lock);
	perform(lock, &op);
	return take(&op);
}

int world_pthread_spin_trylock(pthread_spinlock_t *lock)
{
	struct op op = {OP_HERE, .kind = OP_TRYLOCK};

	if (!engine_self())
		return pthread_spin_trylock(lock);
	return perform(lock, &op)->owner ? sync_refuse(EBUSY) : take(&op);
}

int world_pthread_spin_unlock(pthread_spinlock_t *lock)
{
	struct op op = {OP_HERE, .kind = OP_UNLOCK};
	struct spin *spin;

	if (!engine_self())
		return pthread_spin_unlock(lock);
	spin = perform(lock, &op);
	if (spin->owner != engine_self()->id + 1)
		engine_fail(FAILURE_MISUSE, op.pc, op.object,
			    "T%d unlocks spin lock {%p}, which it does not hold", engine_self()->id,
			    op.object);
	spin->owner = 0;
	engine_hold(op.object, -1);
	engine_release(&((struct object *)op.state)->clock);
	return 0;
}
