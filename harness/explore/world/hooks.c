/* hooks.c: plain accesses, as the compiler announces them (see hooks.h). */
#include "explore/world/hooks.h"

#include "explore/engine/engine.h"

#include <string.h>

#define CALLER ((uintptr_t)__builtin_return_address(0))
#define CALLERS_FRAME ((const char *)__builtin_frame_address(0) + 2 * sizeof(void *))

void hook_init(void)
{
}

void hook_func_entry(void *caller)
{
	(void)caller;
}

void hook_func_exit(void)
{
}

void hook_ignore_thread_begin(void)
{
}

void hook_ignore_thread_end(void)
{
}

#define PLAIN(name, size, writes)                                                    \
	void hook_##name##size(void *address)                                        \
	{                                                                            \
		if (engine_self())                                                   \
			engine_access(address, size, writes, CALLER, CALLERS_FRAME); \
	}
#define PLAIN_SIZES(name, writes) \
	PLAIN(name, 1, writes)    \
	PLAIN(name, 2, writes)    \
	PLAIN(name, 4, writes)    \
	PLAIN(name, 8, writes)    \
	PLAIN(name, 16, writes)

PLAIN_SIZES(read, false)
PLAIN_SIZES(write, true)
PLAIN_SIZES(volatile_read, false)
PLAIN_SIZES(volatile_write, true)
PLAIN_SIZES(unaligned_read, false)
PLAIN_SIZES(unaligned_write, true)
PLAIN_SIZES(unaligned_volatile_read, false)
PLAIN_SIZES(unaligned_volatile_write, true)

void hook_read_range(void *address, size_t size)
{
	if (engine_self() && size > 0)
		engine_access(address, size, false, CALLER, CALLERS_FRAME);
}

void hook_write_range(void *address, size_t size)
{
	if (engine_self() && size > 0)
		engine_access(address, size, true, CALLER, CALLERS_FRAME);
}

/* Copying takes two steps, as it would with any loop: others may come in between. */
void *hook_memcpy(void *to, const void *from, size_t size)
{
	if (engine_self() && size > 0) {
		engine_access(from, size, false, CALLER, CALLERS_FRAME);
		engine_access(to, size, true, CALLER, CALLERS_FRAME);
	}
	return memcpy(to, from, size);
}

void *hook_memmove(void *to, const void *from, size_t size)
{
	if (engine_self() && size > 0) {
		engine_access(from, size, false, CALLER, CALLERS_FRAME);
		engine_access(to, size, true, CALLER, CALLERS_FRAME);
	}
	return memmove(to, from, size);
}

void *hook_memset(void *to, int byte, size_t size)
{
	if (engine_self() && size > 0)
		engine_access(to, size, true, CALLER, CALLERS_FRAME);
	return memset(to, byte, size);
}
