/*
 * atomic.c: C11 atomics, as the compiler announces them (see hooks.h). One OS thread runs all
 * threads, so a plain access does where an atomic one was meant; order.h keeps the promises.
 */
#include "explore/world/hooks.h"

#include "explore/engine/engine.h"
#include "explore/world/order.h"

#define STEP(kind_, writes_, object_)                                                             \
	(&(struct op){OP_HERE, .kind = kind_, .writes = writes_, .object = (const void *)object_, \
		      .size = sizeof *object_})

#define LOAD(bits, type)                                                      \
	type hook_atomic##bits##_load(const volatile type *object, int order) \
	{                                                                     \
		if (!engine_self())                                           \
			return __atomic_load_n(object, __ATOMIC_SEQ_CST);     \
		order_load(STEP(OP_ATOMIC_READ, false, object), order);       \
		return *object;                                               \
	}

#define STORE(bits, type)                                                            \
	void hook_atomic##bits##_store(volatile type *object, type value, int order) \
	{                                                                            \
		if (!engine_self()) {                                                \
			__atomic_store_n(object, value, __ATOMIC_SEQ_CST);           \
			return;                                                      \
		}                                                                    \
		order_store(STEP(OP_ATOMIC_WRITE, true, object), order);             \
		if (*object == value)                                                \
			engine_no_effect();                                          \
		*object = value;                                                     \
	}

/* An update that leaves the value as it is (a test-and-set that fails, say) has no effect. */
#define UPDATE(bits, type, name, result)                                                \
	type hook_atomic##bits##_##name(volatile type *object, type value, int order)   \
	{                                                                               \
		type old;                                                               \
                                                                                        \
		if (!engine_self())                                                     \
			return __atomic_##name##_n_or(object, value, __ATOMIC_SEQ_CST); \
		order_update(STEP(OP_ATOMIC_UPDATE, true, object), order);              \
		old = *object;                                                          \
		*object = (type)(result);                                               \
		if (*object == old)                                                     \
			engine_no_effect();                                             \
		return old;                                                             \
	}

/* The builtins' names are not quite regular. */
#define __atomic_exchange_n_or __atomic_exchange_n
#define __atomic_fetch_add_n_or __atomic_fetch_add
#define __atomic_fetch_sub_n_or __atomic_fetch_sub
#define __atomic_fetch_and_n_or __atomic_fetch_and
#define __atomic_fetch_or_n_or __atomic_fetch_or
#define __atomic_fetch_xor_n_or __atomic_fetch_xor
#define __atomic_fetch_nand_n_or __atomic_fetch_nand

#define COMPARE(bits, type, strength)                                                           \
	int hook_atomic##bits##_compare_exchange_##strength(                                    \
		volatile type *object, type *expected, type desired, int order, int on_failure) \
	{                                                                                       \
		const struct op *op = STEP(OP_ATOMIC_UPDATE, true, object);                     \
		type old;                                                                       \
                                                                                                \
		if (!engine_self())                                                             \
			return __atomic_compare_exchange_n(object, expected, desired, 0,        \
							   __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST); \
		order_announce(op, order);                                                      \
		old = *object;                                                                  \
		if (old != *expected) {                                                         \
			order_compared(op, on_failure, false);                                  \
			*expected = old;                                                        \
			return 0;                                                               \
		}                                                                               \
		order_compared(op, order, true);                                                \
		*object = desired;                                                              \
		if (desired == old)                                                             \
			engine_no_effect();                                                     \
		return 1;                                                                       \
	}

#define COMPARE_VALUE(bits, type)                                                              \
	type hook_atomic##bits##_compare_exchange_val(volatile type *object, type expected,    \
						      type desired, int order, int on_failure) \
	{                                                                                      \
		const struct op *op = STEP(OP_ATOMIC_UPDATE, true, object);                    \
		type old;                                                                      \
                                                                                               \
		if (!engine_self()) {                                                          \
			__atomic_compare_exchange_n(object, &expected, desired, 0,             \
						    __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);       \
			return expected;                                                       \
		}                                                                              \
		order_announce(op, order);                                                     \
		old = *object;                                                                 \
		order_compared(op, old == expected ? order : on_failure, old == expected);     \
		if (old == expected)                                                           \
			*object = desired;                                                     \
		return old;                                                                    \
	}

#define ALL(bits, type)                                \
	LOAD(bits, type)                               \
	STORE(bits, type)                              \
	UPDATE(bits, type, exchange, value)            \
	UPDATE(bits, type, fetch_add, old + value)     \
	UPDATE(bits, type, fetch_sub, old - value)     \
	UPDATE(bits, type, fetch_and, old &value)      \
	UPDATE(bits, type, fetch_or, old | value)      \
	UPDATE(bits, type, fetch_xor, old ^ value)     \
	UPDATE(bits, type, fetch_nand, ~(old & value)) \
	COMPARE(bits, type, strong)                    \
	COMPARE(bits, type, weak)                      \
	COMPARE_VALUE(bits, type)

ALL(8, unsigned char)
ALL(16, unsigned short)
ALL(32, unsigned int)
ALL(64, unsigned long)

void hook_atomic_thread_fence(int order)
{
	if (engine_self())
		order_fence(&(struct op){OP_HERE, .kind = OP_FENCE}, order);
}

/* Orders a thread with its own signal handlers only, and there are none. */
void hook_atomic_signal_fence(int order)
{
	(void)order;
}
