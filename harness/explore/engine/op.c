/* op.c: what is known about kinds of steps (see op.h). */
#include "explore/engine/op.h"

static const struct {
	const char *name, *wish;
} words[OP_KINDS] = {
	[OP_BEGIN] = {"begins", "begin"},
	[OP_READ] = {"reads", "read"},
	[OP_WRITE] = {"writes", "write"},
	[OP_ATOMIC_READ] = {"loads", "load"},
	[OP_ATOMIC_WRITE] = {"stores", "store"},
	[OP_ATOMIC_UPDATE] = {"updates", "update"},
	[OP_FENCE] = {"fence", "pass"},
	[OP_CREATE] = {"creates", "create"},
	[OP_JOIN] = {"joins", "join"},
	[OP_DETACH] = {"detaches", "detach"},
	[OP_END] = {"ends", "end"},
	[OP_EXIT] = {"exits", "exit"},
	[OP_LOCK] = {"locks", "lock"},
	[OP_TRYLOCK] = {"tries to lock", "lock"},
	[OP_UNLOCK] = {"unlocks", "unlock"},
	[OP_READ_LOCK] = {"locks for reading", "lock for reading"},
	[OP_TRY_READ_LOCK] = {"tries to lock for reading", "lock for reading"},
	[OP_WAIT] = {"waits on", "wait on"},
	[OP_WAKE] = {"wakes up from", "wake up from"},
	[OP_SIGNAL] = {"signals", "signal"},
	[OP_BROADCAST] = {"broadcasts", "broadcast"},
	[OP_POST] = {"posts", "post"},
	[OP_TAKE] = {"takes", "take"},
	[OP_TRY_TAKE] = {"tries to take", "take"},
	[OP_ARRIVE] = {"arrives at", "arrive at"},
	[OP_LEAVE] = {"leaves", "leave"},
	[OP_ONCE] = {"once", "be done with"},
	[OP_INIT] = {"initializes", "initialize"},
	[OP_DESTROY] = {"destroys", "destroy"},
	[OP_ALLOCATE] = {"allocates", "allocate"},
	[OP_FREE] = {"frees", "free"},
	[OP_YIELD] = {"yields", "yield"},
	[OP_SLEEP] = {"sleeps", "sleep"},
	[OP_CLOCK] = {"reads the clock", "read the clock"},
	[OP_EXPIRE] = {"times out", "time out"},
	[OP_PRINT] = {"prints", "print"},
	[OP_PAUSE] = {"pauses", "pause"},
};

const char *op_name(enum op_kind kind)
{
	return words[kind].name;
}

const char *op_wish(enum op_kind kind)
{
	return words[kind].wish;
}

static bool overlaps(const void *one, size_t size, const void *other, size_t other_size)
{
	uintptr_t a = (uintptr_t)one, b = (uintptr_t)other;

	return one && other && a < b + other_size && b < a + size;
}

bool op_depends(const struct op *one, const struct op *other)
{
	if (one->kind == OP_EXIT || other->kind == OP_EXIT)
		return true;
	if ((one->writes || other->writes) &&
	    overlaps(one->object, one->size, other->object, other->size))
		return true;
	return overlaps(one->second, 1, other->object, other->size) ||
	       overlaps(one->object, one->size, other->second, 1) ||
	       overlaps(one->second, 1, other->second, 1);
}

static bool gives_back(enum op_kind kind)
{
	return kind == OP_UNLOCK || kind == OP_WAIT;
}

static bool takes(enum op_kind kind)
{
	return kind == OP_LOCK || kind == OP_READ_LOCK || kind == OP_WAKE;
}

bool op_coenabled(const struct op *earlier, const struct op *later)
{
	if (earlier->kind == OP_END && later->kind == OP_JOIN)
		return false;
	if (earlier->kind == OP_CREATE && later->kind == OP_BEGIN)
		return false;
	/* A held lock is not free: who gives it back and who takes it never have the choice. */
	return !(gives_back(earlier->kind) && (later->kind == OP_LOCK || later->kind == OP_WAKE)) &&
	       !(takes(earlier->kind) && later->kind == OP_UNLOCK && earlier->kind != OP_READ_LOCK);
}
