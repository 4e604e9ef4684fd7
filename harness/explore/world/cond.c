/*
 * cond.c: condition variables (see world.h).
 *
 * A wait is two steps: give the mutex back and wait; wake up with the mutex. A signal lets one of
 * those who wait at that time wake up, and which one is the scheduler's choice: it makes them all
 * candidates and hands out one token, and whoever takes its second step first takes the token.
 */
#include "explore/world/world.h"

#include "explore/engine/engine.h"
#include "explore/world/mutex.h"
#include "explore/world/world_internal.h"

#include <errno.h>
#include <string.h>

#define SPURIOUS_MOST 1 /* a thread may wake up for no reason so often */

/* In an object's room. */
struct condition {
	uint32_t waiting;   /* threads, by bit */
	uint32_t candidate; /* of these, who waited at the last signal */
	uint32_t called;    /* who was woken by a broadcast */
	int tokens;
	bool shared, destroyed;
	int user;
};

static struct condition *condition_of(struct object *object)
{
	return (struct condition *)(void *)object->room;
}

static struct object *condition_at(const pthread_cond_t *address, uintptr_t pc)
{
	struct object *object = object_at(address);
	struct condition *condition = condition_of(object);

	if (condition->destroyed)
		engine_fail(FAILURE_MISUSE, pc, address,
			    "T%d uses condition {%p}, which was destroyed", engine_self()->id,
			    (const void *)address);
	check_sharing(&condition->user, condition->shared, "condition", address, pc);
	return object;
}

/* What the second step needs: op->state. */
struct wait {
	struct object *condition, *mutex;
	bool timed;
};

static bool is_called(const struct condition *condition, int id)
{
	return condition->called >> id & 1 ||
	       (condition->tokens > 0 && condition->candidate >> id & 1);
}

static bool can_wake(const struct op *op, const struct thread *thread)
{
	const struct wait *wait = op->state;

	return mutex_of(wait->mutex)->owner == 0 &&
	       is_called(condition_of(wait->condition), thread->id);
}

static bool can_wake_anyway(const struct op *op, const struct thread *thread)
{
	const struct wait *wait = op->state;

	if (is_called(condition_of(wait->condition), thread->id))
		return false;
	if (wait->timed)
		return true;
	if (!engine_spurious())
		return false;
	if (thread->spurious >= SPURIOUS_MOST)
		engine_note_withheld();
	return thread->spurious < SPURIOUS_MOST;
}

/* Who holds the mutex, if that is all that it waits for. */
static int wake_holder(const struct op *op)
{
	const struct wait *wait = op->state;

	return mutex_of(wait->mutex)->owner - 1;
}

static void leave(struct condition *condition, int id)
{
	uint32_t bit = UINT32_C(1) << id;

	if (condition->called & bit)
		condition->called &= ~bit;
	else if (condition->candidate & bit && condition->tokens > 0)
		condition->tokens--;
	condition->waiting &= ~bit;
	condition->candidate &= ~bit;
	if (condition->tokens == 0)
		condition->candidate = 0;
}

/* The companion came: back for the mutex, as any other. */
static void relock(struct object *mutex, const struct op *here)
{
	struct op op = *here;

	op.kind = OP_LOCK;
	op.object = mutex->address;
	op.second = NULL;
	op.state = mutex;
	op.ready = mutex_is_free;
	op.holder = mutex_holder;
	op.expires = NULL;
	engine_perform(&op);
}

static void check_mutex(const struct object *mutex, const struct op *op)
{
	int self = engine_self()->id;

	if (mutex_of((struct object *)(uintptr_t)mutex)->owner != self + 1)
		engine_fail(FAILURE_MISUSE, op->pc, op->object,
			    "T%d waits on condition {%p} without holding the mutex {%p}", self,
			    op->object, mutex->address);
}

static int wait_on(pthread_cond_t *address, pthread_mutex_t *mutex, struct op *op,
		   const struct timespec *until)
{
	struct object *object = condition_at(address, op->pc);
	struct wait wait = {object, mutex_at(mutex, op->pc), until != NULL};
	int self = engine_self()->id, depth;
	bool expired;

	op->object = address;
	op->second = mutex;
	check_mutex(wait.mutex, op);
	engine_perform(op);
	condition_of(object)->waiting |= UINT32_C(1) << self;
	depth = mutex_give(wait.mutex);
	op->kind = OP_WAKE;
	/* cppcheck-suppress autoVariables; both live until we return */
	op->state = &wait;
	op->ready = can_wake;
	op->expires = can_wake_anyway;
	op->by_chance = until == NULL;
	op->holder = wake_holder;
	expired = engine_perform(op);
	if (condition_of(object)->destroyed)
		condition_at(address, op->pc);
	leave(condition_of(object), self);
	if (expired) {
		engine_self()->spurious += until == NULL;
		clock_reach(until);
		relock(wait.mutex, op);
	}
	mutex_take(wait.mutex, depth);
	engine_result(expired && until ? ETIMEDOUT : 0);
	return expired && until ? ETIMEDOUT : 0;
}

#define WAIT OP_HERE, .kind = OP_WAIT, .writes = true, .size = 1

int world_pthread_cond_wait(pthread_cond_t *condition, pthread_mutex_t *mutex)
{
	return wait_on(condition, mutex, &(struct op){WAIT}, NULL);
}

int world_pthread_cond_timedwait(pthread_cond_t *condition, pthread_mutex_t *mutex,
				 const struct timespec *until)
{
	return wait_on(condition, mutex, &(struct op){WAIT}, until);
}

int world_pthread_cond_clockwait(pthread_cond_t *condition, pthread_mutex_t *mutex, clockid_t clock,
				 const struct timespec *until)
{
	(void)clock;
	return wait_on(condition, mutex, &(struct op){WAIT}, until);
}

static int signal_one(pthread_cond_t *address, const struct op *op)
{
	struct condition *condition = condition_of(condition_at(address, op->pc));

	engine_perform(op);
	condition->candidate |= condition->waiting & ~condition->called;
	if (condition->tokens < __builtin_popcount(condition->candidate))
		condition->tokens++;
	else
		engine_no_effect();
	return 0;
}

int world_pthread_cond_signal(pthread_cond_t *condition)
{
	if (!engine_self())
		return 0;
	return signal_one(condition, &(struct op){OP_HERE, .kind = OP_SIGNAL, .writes = true,
						  .object = condition, .size = 1});
}

static int signal_all(pthread_cond_t *address, const struct op *op)
{
	struct condition *condition = condition_of(condition_at(address, op->pc));

	engine_perform(op);
	if (!condition->waiting)
		engine_no_effect();
	condition->called = condition->waiting;
	condition->tokens = 0;
	condition->candidate = 0;
	return 0;
}

int world_pthread_cond_broadcast(pthread_cond_t *condition)
{
	if (!engine_self())
		return 0;
	return signal_all(condition, &(struct op){OP_HERE, .kind = OP_BROADCAST, .writes = true,
						  .object = condition, .size = 1});
}

int world_pthread_cond_init(pthread_cond_t *condition, const pthread_condattr_t *attributes)
{
	int shared = PTHREAD_PROCESS_PRIVATE;
	struct object *object;

	if (!engine_self())
		return pthread_cond_init(condition, attributes);
	if (attributes)
		pthread_condattr_getpshared(attributes, &shared);
	object = object_at(condition);
	object_forget(object);
	condition_of(object)->shared = shared == PTHREAD_PROCESS_SHARED;
	return 0;
}

int world_pthread_cond_destroy(pthread_cond_t *condition)
{
	const struct op op = {OP_HERE, .kind = OP_DESTROY, .writes = true, .object = condition,
			      .size = 1};
	struct condition *record = condition_of(condition_at(condition, op.pc));

	engine_perform(&op);
	if (record->waiting & ~record->called)
		engine_fail(FAILURE_MISUSE, op.pc, condition,
			    "T%d destroys condition {%p} while others wait on it",
			    engine_self()->id, (void *)condition);
	record->destroyed = true;
	return 0;
}
