/* sync.c: what the models of locks, conditions and their like share (see sync.h). */
#include "explore/world/sync.h"

#include "base/die.h"
#include "explore/engine/engine.h"
#include "explore/world/world_internal.h"
#include "explore/world/world_sync.h"

#include <errno.h>
#include <string.h>

#define POISON 0xdb
#define MADE 256

static struct {
	int count;
	struct made at[MADE];
} before;

void world_sync_reset(void)
{
	clock_reset();
}

void sync_poison(void *address, size_t size)
{
	memset(address, POISON, size);
}

/* Nobody initialized the bytes perhaps, or another thread writes them: the engine's to judge. */
__attribute__((no_sanitize("address", "thread"))) bool sync_is_poisoned(const void *address,
									size_t size)
{
	const volatile unsigned char *byte = address;

	for (size_t i = 0; i < size; i++)
		if (byte[i] != POISON)
			return false;
	return true;
}

const struct made *sync_recall(const void *address)
{
	for (int i = 0; i < before.count; i++)
		if (before.at[i].address == address)
			return &before.at[i];
	return NULL;
}

void sync_remember(const struct made *made)
{
	for (int i = 0; i < before.count; i++)
		if (before.at[i].address == made->address) {
			before.at[i] = *made;
			return;
		}
	if (before.count == MADE)
		die_user(
			"constructors make more than %d semaphores and barriers: make them in main",
			MADE);
	before.at[before.count++] = *made;
}

int sync_waiter(enum op_kind kind, const void *object)
{
	for (int i = 0; i < engine_thread_count(); i++) {
		const struct op *op = engine_thread(i)->op;

		if (op && op->kind == kind && (op->object == object || op->second == object))
			return i;
	}
	return -1;
}

bool sync_is_time(const struct timespec *time)
{
	return time->tv_nsec >= 0 && time->tv_nsec < 1000000000;
}

/* Those that waits accept; sleeping and reading know more. */
bool sync_is_clock(clockid_t clock)
{
	return clock == CLOCK_REALTIME || clock == CLOCK_MONOTONIC;
}

int sync_refuse(int error)
{
	engine_no_effect();
	engine_result(error);
	return error;
}

int sync_time_out(const struct timespec *until)
{
	if (until && !sync_is_time(until))
		return sync_refuse(EINVAL);
	clock_reach(until);
	return sync_refuse(ETIMEDOUT);
}
