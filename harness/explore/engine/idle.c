/* idle.c: notices threads that wait by repeating themselves (see idle.h). */
#include "explore/engine/idle.h"

#include <limits.h>
#include <string.h>

#ifndef __has_feature
#define __has_feature(x) 0 /* gcc has no such thing, and no need of it here */
#endif

#define GOLDEN UINT64_C(0x9E3779B97F4A7C15)
#define PRIME UINT64_C(0x100000001b3)
#define LANES 4
#define MOST_STACK ((size_t)1024 * 1024)

static struct {
	uint64_t signature;
	uint64_t effects; /* so far; each adds a number of its own */
	uint64_t last;	  /* what the last step added */
	unsigned inexact_cuts;
} idling;

void idle_reset(void)
{
	memset(&idling, 0, sizeof idling);
}

void idle_begin(struct idle *idle)
{
	idle->pc = 0;
	idle->steps = idle->rounds = 0;
	idle->limit = 1;
	idle->fewest_locks = INT_MAX;
	idle->throttled = false;
}

void idle_effect(bool has)
{
	idling.last = has ? ++idling.effects * GOLDEN : 0;
	idling.signature += idling.last;
}

void idle_no_effect(void)
{
	idling.signature -= idling.last;
	idling.last = 0;
}

void idle_balance(const void *lock, int change)
{
	idle_no_effect();
	idling.signature += (((uintptr_t)lock | 1) * GOLDEN ^ 0x5555) * (uint64_t)(int64_t)change;
}

void idle_progress(struct thread *thread)
{
	thread->idle.pc = thread->stretch.pc = 0;
	thread->idle.rounds = thread->stretch.rounds = 0;
}

void idle_cut_inexactly(void)
{
	idling.inexact_cuts++;
}

unsigned idle_inexact_cuts(void)
{
	return idling.inexact_cuts;
}

/*
 * FNV-1a over the words of the user's frames, in lanes that the processor can work on at the same
 * time. The sanitizers mind whose bytes these are; we look at them the way a debugger would.
 */
__attribute__((no_sanitize("address", "thread"))) static uint64_t
hash_stack(const struct thread *thread, const struct op *op)
{
	const uint64_t *word = (const uint64_t *)((uintptr_t)op->frame & ~(uintptr_t)7);
	const uint64_t *top = (const uint64_t *)(const void *)thread->stack_top;
	uint64_t lane[LANES] = {1, 2, 3, 4};
	uint64_t hash = UINT64_C(0xcbf29ce484222325);

	if (word > top || (size_t)((const char *)top - (const char *)word) > MOST_STACK)
		return ++idling.effects; /* unlike any other: never exact */
	for (; top - word >= LANES; word += LANES)
		for (int i = 0; i < LANES; i++)
			lane[i] = (lane[i] ^ word[i]) * PRIME;
	for (; word < top; word++)
		hash = (hash ^ *word) * PRIME;
	for (int i = 0; i < LANES; i++)
		hash = (hash ^ lane[i]) * PRIME;
	return hash;
}

static void anchor(struct thread *thread, struct idle *idle, const struct op *op)
{
	idle->pc = op->pc;
	idle->object = op->object;
	idle->signature = idling.signature;
	idle->stack = hash_stack(thread, op);
	idle->steps = idle->rounds = 0;
	idle->exact = false;
	idle->fewest_locks = thread->locks;
}

/* It is where it was, and nothing has changed since. */
static enum idle_round complete_round(struct thread *thread, struct idle *idle, const struct op *op)
{
	uint64_t stack = hash_stack(thread, op);

	idle->exact = stack == idle->stack;
	idle->stack = stack;
	idle->length = idle->steps;
	idle->steps = 0;
	idle->rounds++;
	if (!idle->exact && idle->rounds < IDLE_ROUNDS)
		return IDLE_NO_ROUND;
	/* Not while it holds a lock that it would give back: others may need it. */
	if (thread->locks > idle->fewest_locks) {
		idle->pc = 0;
		return IDLE_NO_ROUND;
	}
	return idle->exact ? IDLE_SAME : IDLE_COUNTED;
}

static inline __attribute__((always_inline)) enum idle_round
look(struct thread *thread, struct idle *idle, const struct op *op)
{
	if (thread->locks < idle->fewest_locks)
		idle->fewest_locks = thread->locks;
	if (op->pc == 0) /* a step of the harness: no loop of the program's */
		return IDLE_NO_ROUND;
	if (idle->pc == op->pc && idle->object == op->object) {
		if (idle->signature == idling.signature)
			return complete_round(thread, idle, op);
		idle->limit = 1;
		anchor(thread, idle, op);
	} else if (idle->pc == 0) {
		if (thread->locks <= idle->fewest_locks)
			anchor(thread, idle, op);
	} else if (++idle->steps >= idle->limit) {
		idle->limit *= 2;
		anchor(thread, idle, op);
	}
	return IDLE_NO_ROUND;
}

enum idle_round idle_look(struct thread *thread, struct idle *idle, const struct op *op)
{
	return look(thread, idle, op);
}

/* Most arrivals complete no round, and this is called at each. */
bool idle_arrive(struct thread *thread, const struct op *op)
{
	enum idle_round round = look(thread, &thread->idle, op);

	if (round == IDLE_COUNTED)
		idle_cut_inexactly();
	return thread->idle.throttled = round != IDLE_NO_ROUND;
}

bool idle_is_counting(const struct idle *idle)
{
	return idle->pc && idle->rounds >= IDLE_ROUNDS && idle->steps <= idle->length &&
	       idle->signature == idling.signature;
}

bool idle_is_throttled(struct thread *thread)
{
	struct idle *idle = &thread->idle;

	if (idle->throttled && idle->signature != idling.signature)
		idle->throttled = false;
	return idle->throttled;
}

bool idle_is_hopeless(struct thread *threads, uint64_t mask)
{
	for (int i = 0; i < ENGINE_THREADS; i++)
		if (mask >> i & 1 && !threads[i].idle.exact)
			return false;
	return true;
}

void idle_forget(struct thread *threads, uint64_t mask)
{
	for (int i = 0; i < ENGINE_THREADS; i++)
		if (mask >> i & 1) {
			threads[i].idle.throttled = false;
			threads[i].idle.rounds = 0;
		}
}
