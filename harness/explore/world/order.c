/* order.c: what C11 atomics order (see order.h). */
#include "explore/world/order.h"

#include "explore/engine/engine.h"
#include "explore/engine/object.h"

#include <stdatomic.h>

/* In an object's room: who stored last, which is whose release sequence goes on; 0: nobody. */
struct sequence {
	int head;
};

static bool acquires(int order)
{
	return order == memory_order_acquire || order == memory_order_consume ||
	       order == memory_order_acq_rel || order == memory_order_seq_cst;
}

static bool releases(int order)
{
	return order == memory_order_release || order == memory_order_acq_rel ||
	       order == memory_order_seq_cst;
}

/* A relaxed load orders nothing by itself, but a later acquire fence takes it in. */
static void take_in(const struct object *object, int order)
{
	if (acquires(order))
		engine_acquire(&object->clock);
	else
		vclock_join(&engine_self()->acquired, &object->clock, engine_thread_count());
}

static void hand_over(struct object *object, int order)
{
	if (releases(order))
		engine_release(&object->clock);
	else
		vclock_join(&object->clock, &engine_self()->fenced, engine_thread_count());
}

/* A store by another thread ends the release sequence; C11 lets the same thread continue it. */
static void begin_sequence(struct object *object)
{
	struct sequence *sequence = (void *)object->room;
	int self = engine_self()->id + 1;

	if (sequence->head != self)
		vclock_clear(&object->clock);
	sequence->head = self;
}

void order_announce(const struct op *op, int order)
{
	engine_perform(op);
	if (order != memory_order_seq_cst)
		engine_note_relaxed();
}

static void touch(const struct op *op, enum access access)
{
	race_access(op->object, op->size, access, op->pc);
}

void order_load(const struct op *op, int order)
{
	order_announce(op, order);
	touch(op, ACCESS_ATOMIC_READ);
	take_in(object_at(op->object), order);
}

void order_store(const struct op *op, int order)
{
	struct object *object;

	order_announce(op, order);
	touch(op, ACCESS_ATOMIC_WRITE);
	object = object_at(op->object);
	begin_sequence(object);
	hand_over(object, order);
}

void order_update(const struct op *op, int order)
{
	order_announce(op, order);
	order_compared(op, order, true);
}

void order_compared(const struct op *op, int order, bool succeeded)
{
	struct object *object = object_at(op->object);

	touch(op, succeeded ? ACCESS_ATOMIC_WRITE : ACCESS_ATOMIC_READ);
	take_in(object, order);
	if (succeeded)
		hand_over(object, order);
	else
		engine_no_effect();
}

void order_fence(const struct op *op, int order)
{
	struct thread *self = engine_self();

	order_announce(op, order);
	if (acquires(order))
		engine_acquire(&self->acquired);
	if (releases(order)) {
		self->fenced = self->clock;
		self->clock.at[self->id]++;
	}
}
