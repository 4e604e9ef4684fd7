/*
 * cond.c: condition variables (see world.h).
 *
 * A wait is two steps: give the mutex back and wait; wake up with the mutex. A signal lets one of
 * those who wait at that time wake up, and which one is the scheduler's choice: it makes them all
 * candidates and hands out one token, and whoever takes its second step first takes the token.
 */
#include "explore/world/cond.h"

#include "explore/engine/engine.h"
#include "explore/world/mutex.h"
#include "explore/world/sync.h"
#include "explore/world/world.h"
#include "explore/world/world_internal.h"
#include "explore/world/world_sync.h"

#include <errno.h>
#include <string.h>

#define SPURIOUS_MOST 1 /* a thread may wake up for no reason so often */
#define ATTRIBUTES 3u	/* in __wrefs: what glibc's init leaves there (shared, the clock) */
#define SHARED_BIT 1u

/* In an object's room. */
struct condition {
	uint32_t waiting;   /* threads, by bit */
	uint32_t candidate; /* of these, who waited at the last signal */
	uint32_t called;    /* who was woken by a broadcast */
	int tokens;
	bool ready, shared, destroyed;
	int user;
	const void *mutex; /* of those who wait */
};

/* What the second step needs: op->state. */
struct wait {
	struct object *condition, *mutex;
	int thread;
	bool timed;
	bool released; /* the condition was destroyed since: the wait is over */
};

static struct condition *condition_of(struct object *object)
{
	return (struct condition *)(void *)object->room;
}

static void adopt(const pthread_cond_t *address, struct condition *condition, uintptr_t pc)
{
	pthread_cond_t plain = *address;

	plain.__data.__wrefs &= ~ATTRIBUTES;
	if (memcmp(&plain, &(pthread_cond_t)PTHREAD_COND_INITIALIZER, sizeof plain) != 0)
		engine_fail(FAILURE_MISUSE, pc, address,
			    "T%d uses condition {%p}, which was never initialized",
			    engine_self()->id, (const void *)address);
	condition->ready = true;
	condition->shared = address->__data.__wrefs & SHARED_BIT;
}

static struct object *condition_at(const pthread_cond_t *address, uintptr_t pc)
{
	struct object *object = object_at(address);
	struct condition *condition = condition_of(object);

	if (condition->destroyed && !sync_is_poisoned(address, sizeof *address))
		object_forget(object);
	if (condition->destroyed)
		engine_fail(FAILURE_MISUSE, pc, address,
			    "T%d uses condition {%p}, which was destroyed", engine_self()->id,
			    (const void *)address);
	if (!condition->ready)
		adopt(address, condition, pc);
	check_sharing(&condition->user, condition->shared, "condition", address, pc);
	return object;
}

static void describe(const void *address, struct op *op, enum op_kind kind)
{
	op->kind = kind;
	op->writes = true;
	op->object = address;
	op->size = 1;
}

/* The step of a call other than the second half of a wait. */
static struct condition *perform(const pthread_cond_t *address, struct op *op, enum op_kind kind)
{
	describe(address, op, kind);
	condition_at(address, op->pc);
	engine_perform(op);
	return condition_of(condition_at(address, op->pc));
}

static bool is_called(const struct wait *wait)
{
	const struct condition *condition = condition_of(wait->condition);

	return wait->released || condition->called >> wait->thread & 1 ||
	       (condition->tokens > 0 && condition->candidate >> wait->thread & 1);
}

static bool can_wake(const struct op *op, const struct thread *thread)
{
	const struct wait *wait = op->state;

	return mutex_is_free_for(wait->mutex, thread->id) && is_called(wait);
}

static bool can_wake_anyway(const struct op *op, const struct thread *thread)
{
	const struct wait *wait = op->state;

	if (is_called(wait))
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

	return is_called(wait) ? mutex_of(wait->mutex)->owner - 1 : -1;
}

/*
 * One that was called after its timeout came takes the call with it: "may consume a condition
 * signal directed concurrently at the condition variable" (POSIX, pthread_cond_timedwait).
 */
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

/* The companion came: back for the mutex, as any other; unless the wait left a level of it. */
static void relock(struct object *mutex, const struct op *here)
{
	struct op op = {.pc = here->pc, .frame = here->frame};

	describe(mutex->address, &op, OP_LOCK);
	op.state = mutex;
	op.ready = mutex_is_free;
	op.holder = mutex_holder;
	if (mutex_of(mutex)->owner != engine_self()->id + 1)
		engine_perform(&op);
}

static void check_mutex(struct condition *condition, struct object *mutex, const struct op *op)
{
	int self = engine_self()->id;

	if (mutex_of(mutex)->owner != self + 1)
		engine_fail(FAILURE_MISUSE, op->pc, op->object,
			    "T%d waits on condition {%p} without holding the mutex {%p}", self,
			    op->object, mutex->address);
	if (condition->waiting && condition->mutex != mutex->address)
		engine_fail(FAILURE_MISUSE, op->pc, op->object,
			    "T%d waits on condition {%p} with mutex {%p}, others with {%p}", self,
			    op->object, mutex->address, condition->mutex);
}

/* The first half. */
static void begin_wait(pthread_cond_t *address, struct wait *wait, struct op *op)
{
	struct condition *condition;

	op->second = wait->mutex->address;
	check_mutex(condition_of(condition_at(address, op->pc)), wait->mutex, op);
	condition = perform(address, op, OP_WAIT);
	check_mutex(condition, wait->mutex, op);
	condition->mutex = wait->mutex->address;
	condition->waiting |= UINT32_C(1) << wait->thread;
	mutex_give(wait->mutex);
}

/* The second half, which may end in want of the mutex. True: nobody called. */
static bool end_wait(struct wait *wait, struct op *op)
{
	bool expired;

	op->kind = OP_WAKE;
	op->state = wait;
	op->ready = can_wake;
	op->expires = can_wake_anyway;
	op->by_chance = !wait->timed;
	op->holder = wake_holder;
	expired = engine_perform(op);
	if (!wait->released)
		leave(condition_of(wait->condition), wait->thread);
	return expired;
}

int condition_wait(pthread_cond_t *address, pthread_mutex_t *mutex, struct op *op,
		   const struct timespec *until)
{
	struct wait wait = {.thread = engine_self()->id, .timed = until != NULL};
	bool expired;

	wait.condition = condition_at(address, op->pc);
	wait.mutex = mutex_at(mutex, op->pc);
	if (until && !sync_is_time(until))
		return EINVAL;
	begin_wait(address, &wait, op);
	expired = end_wait(&wait, op);
	if (expired) {
		engine_self()->spurious += !wait.timed;
		clock_reach(until);
		relock(wait.mutex, op);
	}
	mutex_take(mutex_at(mutex, op->pc));
	engine_result(expired && until ? ETIMEDOUT : 0);
	return expired && until ? ETIMEDOUT : 0;
}

int condition_signal(pthread_cond_t *address, struct op *op)
{
	struct condition *condition = perform(address, op, OP_SIGNAL);

	condition->candidate |= condition->waiting & ~condition->called;
	if (condition->tokens < __builtin_popcount(condition->candidate))
		condition->tokens++;
	else
		engine_no_effect();
	return 0;
}

int condition_broadcast(pthread_cond_t *address, struct op *op)
{
	struct condition *condition = perform(address, op, OP_BROADCAST);

	if (condition->called == condition->waiting)
		engine_no_effect();
	condition->called = condition->waiting;
	condition->tokens = 0;
	condition->candidate = 0;
	return 0;
}

/* Threads that wait, with no call on its way to them. */
static bool has_sleepers(const struct condition *condition)
{
	return __builtin_popcount(condition->waiting & ~condition->called) > condition->tokens;
}

/* POSIX: it may go as soon as all are awakened, though they may be on their way still. */
static void release_waiters(struct object *object)
{
	for (int i = 0; i < engine_thread_count(); i++) {
		const struct op *op = engine_thread(i)->op;

		if (op && op->kind == OP_WAKE && op->object == object->address)
			((struct wait *)op->state)->released = true;
	}
}

int condition_init(pthread_cond_t *address, struct op *op, bool shared)
{
	struct object *object = object_at(address);

	describe(address, op, OP_INIT);
	engine_perform(op);
	if (has_sleepers(condition_of(object)))
		engine_fail(FAILURE_MISUSE, op->pc, address,
			    "T%d initializes condition {%p} while others wait on it",
			    engine_self()->id, (void *)address);
	release_waiters(object);
	object_forget(object);
	*condition_of(object) = (struct condition){.ready = true, .shared = shared};
	return 0;
}

int condition_destroy(pthread_cond_t *address, struct op *op)
{
	struct condition *condition = perform(address, op, OP_DESTROY);

	if (has_sleepers(condition))
		engine_fail(FAILURE_MISUSE, op->pc, address,
			    "T%d destroys condition {%p} while others wait on it",
			    engine_self()->id, (void *)address);
	release_waiters(object_at(address));
	condition->destroyed = true;
	sync_poison(address, sizeof *address);
	return 0;
}
