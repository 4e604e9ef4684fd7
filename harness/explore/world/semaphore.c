/* semaphore.c: sem_* for unnamed semaphores (see world.h). */
#include "explore/world/world.h"

#include "explore/engine/engine.h"
#include "explore/engine/object.h"
#include "explore/world/world_internal.h"

#include <errno.h>

/* In an object's room. */
struct semaphore {
	unsigned value;
	bool ready, shared;
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

static struct semaphore *find(sem_t *address, struct op *op)
{
	struct semaphore *semaphore;

	op->object = address;
	op->state = object_at(address);
	semaphore = semaphore_of(op);
	if (!semaphore->ready)
		engine_fail(FAILURE_MISUSE, op->pc, address,
			    "T%d uses semaphore {%p}, which was never initialized",
			    engine_self()->id, (void *)address);
	check_sharing(&semaphore->user, semaphore->shared, "semaphore", address, op->pc);
	return semaphore;
}

int world_sem_init(sem_t *address, int shared, unsigned value)
{
	struct object *object;

	if (!engine_self())
		return sem_init(address, shared, value);
	object = object_at(address);
	object_forget(object);
	*(struct semaphore *)(void *)object->room =
		(struct semaphore){.value = value, .ready = true, .shared = shared != 0};
	return 0;
}

int world_sem_destroy(sem_t *address)
{
	struct op op = {OP_HERE, .kind = OP_DESTROY, .writes = true, .size = 1};

	find(address, &op);
	engine_perform(&op);
	object_forget(op.state);
	return 0;
}

static int take(struct op *op)
{
	semaphore_of(op)->value--;
	engine_acquire(&((struct object *)op->state)->clock);
	return 0;
}

static int fail_with(int error)
{
	engine_no_effect();
	engine_result(-1);
	errno = error;
	return -1;
}

#define TAKE OP_HERE, .kind = OP_TAKE, .writes = true, .size = 1, .ready = is_positive

int world_sem_wait(sem_t *address)
{
	struct op op = {TAKE};

	find(address, &op);
	engine_perform(&op);
	return take(&op);
}

int world_sem_timedwait(sem_t *address, const struct timespec *until)
{
	struct op op = {TAKE, .expires = is_zero};

	find(address, &op);
	if (!engine_perform(&op))
		return take(&op);
	clock_reach(until);
	return fail_with(ETIMEDOUT);
}

int world_sem_trywait(sem_t *address)
{
	struct op op = {OP_HERE, .kind = OP_TRY_TAKE, .writes = true, .size = 1};

	find(address, &op);
	engine_perform(&op);
	return semaphore_of(&op)->value > 0 ? take(&op) : fail_with(EAGAIN);
}

int world_sem_post(sem_t *address)
{
	struct op op = {OP_HERE, .kind = OP_POST, .writes = true, .size = 1};
	struct semaphore *semaphore = find(address, &op);

	engine_perform(&op);
	semaphore->value++;
	engine_release(&((struct object *)op.state)->clock);
	return 0;
}

int world_sem_getvalue(sem_t *address, int *value)
{
	struct op op = {OP_HERE, .kind = OP_ATOMIC_READ, .size = 1};

	find(address, &op);
	engine_perform(&op);
	*value = (int)semaphore_of(&op)->value;
	return 0;
}
