/*
 * object.h: the objects of the toy interpreter, how references to them are counted, and what makes
 * that safe when several threads do it.
 *
 * CARE_NONE: plain counts and no locks; somebody sees to it that one thread at a time is in here.
 * CARE_ATOMIC: each count changes in one atomic step, and each box has a lock of its own.
 * CARE_BIASED: the thread that made an object counts in a plain count of its own, the others in an
 * atomic one; constants are immortal, nobody counts them; boxes have locks (after PEP 703). What is
 * missing is how an owner learns that others gave back more references than they took: in our
 * programs no reference changes hands.
 *
 * All functions take `care` as a constant, so that each kind is compiled without the others.
 */
#ifndef LAB10_OBJECT_H
#define LAB10_OBJECT_H

#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>

enum care { CARE_NONE, CARE_ATOMIC, CARE_BIASED };

#define NOBODY (-1)
#define IMMORTAL (-2)

struct object {
	atomic_long count; /* of all, or with CARE_BIASED those of the owner */
	atomic_long
		shared; /* CARE_BIASED: of the others, times two; plus one when the owner has none */
	int owner;	/* CARE_BIASED: a thread's number, or IMMORTAL */
	atomic_bool locked;	/* of a box */
	long value;		/* of a number */
	struct object *content; /* of a box; of a free object: the next free one */
};

/* Where a thread takes memory from and gives it back to. */
struct pool {
	struct object *free;
	int owner;
};

#define ALWAYS static inline __attribute__((always_inline))

/* DOC: plain counts: three instructions, between which another thread could do the same. */
ALWAYS long object_add_plainly(atomic_long *count, long change)
{
	long now = atomic_load_explicit(count, memory_order_relaxed) + change;

	atomic_store_explicit(count, now, memory_order_relaxed);
	return now;
}

ALWAYS void object_keep(struct object *object, enum care care, int self)
{
	if (care == CARE_NONE)
		object_add_plainly(&object->count, 1);
	else if (care == CARE_ATOMIC)
		atomic_fetch_add_explicit(&object->count, 1, memory_order_relaxed);
	else if (object->owner == self)
		object_add_plainly(&object->count, 1);
	else if (object->owner != IMMORTAL)
		atomic_fetch_add_explicit(&object->shared, 2, memory_order_relaxed);
}

/* DOC: biased counts. Returns whether that was the last reference of all. */
ALWAYS bool object_forget_biased(struct object *object, int self)
{
	if (object->owner == self)
		return object_add_plainly(&object->count, -1) == 0 &&
		       atomic_fetch_or_explicit(&object->shared, 1, memory_order_acq_rel) == 0;
	if (object->owner == IMMORTAL)
		return false;
	return atomic_fetch_sub_explicit(&object->shared, 2, memory_order_acq_rel) == 3;
}

ALWAYS bool object_is_last(struct object *object, enum care care, int self)
{
	if (care == CARE_NONE)
		return object_add_plainly(&object->count, -1) == 0;
	if (care == CARE_ATOMIC)
		return atomic_fetch_sub_explicit(&object->count, 1, memory_order_acq_rel) == 1;
	return object_forget_biased(object, self);
}

/* Only numbers come back to the pool: boxes live as long as their thread. */
ALWAYS void object_drop(struct object *object, enum care care, struct pool *pool)
{
	if (!object_is_last(object, care, pool->owner))
		return;
	object->content = pool->free;
	pool->free = object;
}

ALWAYS struct object *object_number(long value, struct pool *pool)
{
	struct object *object = pool->free;

	pool->free = object->content;
	atomic_store_explicit(&object->count, 1, memory_order_relaxed);
	atomic_store_explicit(&object->shared, 0, memory_order_relaxed);
	object->owner = pool->owner;
	object->value = value;
	return object;
}

ALWAYS void object_lock(struct object *box, enum care care)
{
	if (care == CARE_NONE)
		return;
	while (atomic_exchange_explicit(&box->locked, true, memory_order_acquire))
		sched_yield();
}

ALWAYS void object_unlock(struct object *box, enum care care)
{
	if (care != CARE_NONE)
		atomic_store_explicit(&box->locked, false, memory_order_release);
}

/* A new reference to what is in the box. */
ALWAYS struct object *object_get(struct object *box, enum care care, int self)
{
	struct object *content;

	object_lock(box, care);
	content = box->content;
	object_keep(content, care, self);
	object_unlock(box, care);
	return content;
}

/* Takes over the reference to `content`. */
ALWAYS void object_set(struct object *box, struct object *content, enum care care,
		       struct pool *pool)
{
	struct object *before;

	object_lock(box, care);
	before = box->content;
	box->content = content;
	object_unlock(box, care);
	object_drop(before, care, pool);
}

#endif
