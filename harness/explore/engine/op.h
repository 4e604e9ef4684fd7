/*
 * op.h: one visible step of a thread: what it does, to which object, and from where.
 *
 * Between two visible steps a thread does nothing that another could notice. So a schedule is an
 * order of visible steps, and two schedules differ only if they order two dependent ones
 * differently: that is all that the reductions in oracle/ rest on.
 */
#ifndef EXPLORE_ENGINE_OP_H
#define EXPLORE_ENGINE_OP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum op_kind {
	OP_BEGIN, /* a thread's first step */
	OP_READ,  /* of plain memory */
	OP_WRITE,
	OP_ATOMIC_READ,
	OP_ATOMIC_WRITE,
	OP_ATOMIC_UPDATE,
	OP_FENCE,
	OP_CREATE, /* object: the new thread */
	OP_JOIN,
	OP_DETACH,
	OP_END,	 /* a thread's last step */
	OP_EXIT, /* the process ends: depends on everything */
	OP_LOCK,
	OP_TRYLOCK,
	OP_UNLOCK,
	OP_READ_LOCK,
	OP_TRY_READ_LOCK,
	OP_WAIT, /* object: the condition; second: the mutex, which is given back */
	OP_WAKE, /* the other half: returns from the wait with the mutex */
	OP_SIGNAL,
	OP_BROADCAST,
	OP_POST, /* semaphores */
	OP_TAKE,
	OP_TRY_TAKE,
	OP_ARRIVE, /* at a barrier */
	OP_LEAVE,
	OP_ONCE,
	OP_INIT, /* of a synchronization object */
	OP_DESTROY,
	OP_ALLOCATE, /* recorded in traces; never a decision */
	OP_FREE,     /* writes the whole block */
	OP_YIELD,
	OP_SLEEP,
	OP_CLOCK,  /* reads the virtual clock */
	OP_EXPIRE, /* a timeout or a spurious wake-up comes: not a thread's own step */
	OP_PRINT,  /* recorded in traces; never a decision */
	OP_PAUSE,  /* task_pause: where a coroutine lets others go on; a yield of other threads */
	OP_KINDS
};

struct thread;

struct op {
	enum op_kind kind;
	bool writes;	    /* may change the object; two that do not commute */
	const void *object; /* first byte of what it touches; NULL: nothing shared */
	size_t size;	    /* bytes of it; 1 for synchronization objects */
	const void *second; /* a further object that it may change, of 1 byte; or NULL */
	uintptr_t pc;	    /* return address of the call or hook in the user's code */
	const void *frame;  /* where the user's frames begin (towards higher addresses) */
	void *state;	    /* for ready and expires: the model's record of the object */
	bool (*ready)(const struct op *op, const struct thread *thread);   /* NULL: always */
	bool (*expires)(const struct op *op, const struct thread *thread); /* NULL: never */
	bool spins;	/* while it is not ready it looks again and again, instead of sleeping */
	bool by_chance; /* it may expire, but nobody can count on that: a spurious wake-up */
	int (*holder)(const struct op *op); /* thread it waits for, or -1; NULL: nobody known */
};

/* For initializers of a struct op in a function that user code calls directly. */
#define OP_HERE                                       \
	.pc = (uintptr_t)__builtin_return_address(0), \
	.frame = (const char *)__builtin_frame_address(0) + 2 * sizeof(void *)

/* "locks", "reads"...: the verb for diagrams and messages. */
const char *op_name(enum op_kind kind);

/* "lock", "read"...: for "waits to lock". */
const char *op_wish(enum op_kind kind);

/* Whether their order can matter: they touch a common byte and one may change it. */
bool op_depends(const struct op *one, const struct op *other);

/*
 * Whether two steps of different threads, dependent and not ordered otherwise, could ever be
 * enabled in the same state. False for pairs such as unlock and lock of one mutex, where the
 * later one had to wait for the earlier one: reversing them is no alternative.
 */
bool op_coenabled(const struct op *earlier, const struct op *later);

/* After it the thread wants others to go on: switching there is no preemption. */
static inline bool op_pauses(enum op_kind kind)
{
	return kind == OP_YIELD || kind == OP_SLEEP || kind == OP_PAUSE;
}

/* A plain access, which is a decision only where it may race. */
static inline bool op_is_plain(enum op_kind kind)
{
	return kind == OP_READ || kind == OP_WRITE;
}

#endif
