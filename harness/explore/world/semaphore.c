/* semaphore.c: sem_* for unnamed semaphores (see world.h). */
#include "explore/engine/engine.h"
#include "explore/engine/object.h"
#include "explore/world/sync.h"
#include "explore/world/world.h"
#include "explore/world/world_internal.h"
#include "explore/world/world_sync.h"

#include <errno.h>
#include <limits.h>

/* In an object's room. */
struct semaphore {
	unsigned value;
	bool ready, shared, destroyed;
	int user;
};

static struct semaphore *semaphore_of(const struct op *op)
{
	return (struct semaphore *)(void *)((struct object *)op->state)->room;
}

static bool is_positive(const struct op *op, const struct thread *thread)
{
	(void)thread;
	return semaphore_of(op)->value > 0;
}

static bool is_zero(const struct op *op, const struct thread *thread)
{
	return !is_positive(op, thread);
}

/* Constructors may have used what they made. */
static void adopt(struct semaphore *semaphore, sem_t *address, const struct op *op)
{
	const struct made *made = sync_recall(address);
	int value;

	if (!made || sem_getvalue(address, &value) != 0)
		engine_fail(FAILURE_MISUSE, op->pc, address,
			    "T%d uses semaphore {%p}, which was never initialized",
			    engine_self()->id, (void *)address);
	semaphore->ready = true;
	semaphore->shared = made->shared;
	semaphore->value = (unsigned)value;
}

static void check(sem_t *address, const struct op *op)
{
	struct semaphore *semaphore = semaphore_of(op);

	if (semaphore->destroyed)
		engine_fail(FAILURE_MISUSE, op->pc, address,
			    "T%d uses semaphore {%p}, which was destroyed", engine_self()->id,
			    (void *)address);
	if (!semaphore->ready)
		adopt(semaphore, address, op);
	check_sharing(&semaphore->user, semaphore->shared, "semaphore", address, op->pc);
}

/* True: it timed out. */
static bool perform(sem_t *address, struct op *op)
{
	bool expired;

	op->object = address;
	op->state = object_at(address);
	check(address, op);
	expired = engine_perform(op);
	check(address, op);
	return expired;
}

static int init(bool shared, unsigned value, struct op *op)
{
	int waiter;

	op->state = object_at(op->object);
	engine_perform(op);
	waiter = semaphore_of(op)->value ? -1 : sync_waiter(OP_TAKE, op->object);
	if (waiter >= 0)
		engine_fail(FAILURE_MISUSE, op->pc, op->object,
			    "T%d initializes semaphore {%p}, for which T%d waits",
			    engine_self()->id, op->object, waiter);
	object_forget(op->state);
	*semaphore_of(op) = (struct semaphore){.value = value, .ready = true, .shared = shared};
	return 0;
}

static int fail_with(int error)
{
	engine_result(-1);
	errno = error;
	return -1;
}

int world_sem_init(sem_t *address, int shared, unsigned value)
{
	if (!engine_self()) {
		sync_remember(&(struct made){address, value, shared != 0});
		return sem_init(address, shared, value);
	}
	if (value > SEM_VALUE_MAX) {
		errno = EINVAL;
		return -1;
	}
	return init(shared != 0, value,
		    &(struct op){OP_HERE, .kind = OP_INIT, .writes = true, .object = address,
				 .size = 1});
}

int world_sem_destroy(sem_t *address)
{
	struct op op = {OP_HERE, .kind = OP_DESTROY, .writes = true, .size = 1};
	int waiter;

	if (!engine_self())
		return sem_destroy(address);
	perform(address, &op);
	waiter = semaphore_of(&op)->value ? -1 : sync_waiter(OP_TAKE, address);
	if (waiter >= 0)
		engine_fail(FAILURE_MISUSE, op.pc, address,
			    "T%d destroys semaphore {%p}, for which T%d waits", engine_self()->id,
			    (void *)address, waiter);
	semaphore_of(&op)->destroyed = true;
	return 0;
}

static int take(struct op *op)
{
	semaphore_of(op)->value--;
	engine_acquire(&((struct object *)op->state)->clock);
	return 0;
}

#define TAKE OP_HERE, .kind = OP_TAKE, .writes = true, .size = 1, .ready = is_positive

int world_sem_wait(sem_t *address)
{
	struct op op = {TAKE};

	if (!engine_self())
		return sem_wait(address);
	perform(address, &op);
	return take(&op);
}

int world_sem_timedwait(sem_t *address, const struct timespec *until)
{
	struct op op = {TAKE, .expires = is_zero};

	if (!engine_self())
		return sem_timedwait(address, until);
	if (perform(address, &op))
		return fail_with(sync_time_out(until));
	return take(&op);
}

int world_sem_trywait(sem_t *address)
{
	struct op op = {OP_HERE, .kind = OP_TRY_TAKE, .writes = true, .size = 1};

	if (!engine_self())
		return sem_trywait(address);
	perform(address, &op);
	return semaphore_of(&op)->value > 0 ? take(&op) : fail_with(sync_refuse(EAGAIN));
}

int world_sem_post(sem_t *address)
{
	struct op op = {OP_HERE, .kind = OP_POST, .writes = true, .size = 1};

	if (!engine_self())
		return sem_post(address);
	perform(address, &op);
	if (semaphore_of(&op)->value == SEM_VALUE_MAX)
		return fail_with(sync_refuse(EOVERFLOW));
	semaphore_of(&op)->value++;
	engine_release(&((struct object *)op.state)->clock);
	return 0;
}

/* The size is none that a number has: the user's bytes do not hold the value. */
int world_sem_getvalue(sem_t *address, int *value)
{
	struct op op = {OP_HERE, .kind = OP_ATOMIC_READ, .size = sizeof *address};

	if (!engine_self())
		return sem_getvalue(address, value);
	perform(address, &op);
	*value = (int)semaphore_of(&op)->value;
	engine_result(*value);
	return 0;
}
