/*
 * hooks.h: what the compiler's -fsanitize=thread calls at each access: hook_X is its __tsan_X.
 * Everything is as documented in LLVM's tsan_interface.h; sizes are in the names.
 */
#ifndef EXPLORE_WORLD_HOOKS_H
#define EXPLORE_WORLD_HOOKS_H

#include <stddef.h>

void hook_init(void);
void hook_func_entry(void *caller);
void hook_func_exit(void);
void hook_ignore_thread_begin(void);
void hook_ignore_thread_end(void);

#define HOOK_DECLARE_PLAIN(name) void hook_##name(void *address);
#define HOOK_EACH_SIZE(apply, prefix) \
	apply(prefix##1) apply(prefix##2) apply(prefix##4) apply(prefix##8) apply(prefix##16)

HOOK_EACH_SIZE(HOOK_DECLARE_PLAIN, read)
HOOK_EACH_SIZE(HOOK_DECLARE_PLAIN, write)
HOOK_EACH_SIZE(HOOK_DECLARE_PLAIN, volatile_read)
HOOK_EACH_SIZE(HOOK_DECLARE_PLAIN, volatile_write)
HOOK_EACH_SIZE(HOOK_DECLARE_PLAIN, unaligned_read)
HOOK_EACH_SIZE(HOOK_DECLARE_PLAIN, unaligned_write)
HOOK_EACH_SIZE(HOOK_DECLARE_PLAIN, unaligned_volatile_read)
HOOK_EACH_SIZE(HOOK_DECLARE_PLAIN, unaligned_volatile_write)

void hook_read_range(void *address, size_t size);
void hook_write_range(void *address, size_t size);
void *hook_memcpy(void *to, const void *from, size_t size);
void *hook_memmove(void *to, const void *from, size_t size);
void *hook_memset(void *to, int byte, size_t size);

/* Atomics of `type`; the last arguments are C11 memory orders. */
#define HOOK_DECLARE_ATOMIC(bits, type)                                                           \
	type hook_atomic##bits##_load(const volatile type *object, int order);                    \
	void hook_atomic##bits##_store(volatile type *object, type value, int order);             \
	type hook_atomic##bits##_exchange(volatile type *object, type value, int order);          \
	type hook_atomic##bits##_fetch_add(volatile type *object, type value, int order);         \
	type hook_atomic##bits##_fetch_sub(volatile type *object, type value, int order);         \
	type hook_atomic##bits##_fetch_and(volatile type *object, type value, int order);         \
	type hook_atomic##bits##_fetch_or(volatile type *object, type value, int order);          \
	type hook_atomic##bits##_fetch_xor(volatile type *object, type value, int order);         \
	type hook_atomic##bits##_fetch_nand(volatile type *object, type value, int order);        \
	int hook_atomic##bits##_compare_exchange_strong(volatile type *object, type *expected,    \
							type desired, int order, int on_failure); \
	int hook_atomic##bits##_compare_exchange_weak(volatile type *object, type *expected,      \
						      type desired, int order, int on_failure);   \
	type hook_atomic##bits##_compare_exchange_val(volatile type *object, type expected,       \
						      type desired, int order, int on_failure);

HOOK_DECLARE_ATOMIC(8, unsigned char)
HOOK_DECLARE_ATOMIC(16, unsigned short)
HOOK_DECLARE_ATOMIC(32, unsigned int)
HOOK_DECLARE_ATOMIC(64, unsigned long)

void hook_atomic_thread_fence(int order);
void hook_atomic_signal_fence(int order);

#endif
