/*
 * tls.c: thread-local variables. The program is compiled with -femulated-tls, so that each access
 * to one asks here for the running thread's copy (LLVM's compiler-rt, emutls.c).
 *
 * Each thread's copies lie in a range of its own: their addresses do not depend on the schedule.
 */
#include "explore/world/world_base.h"

#include "base/die.h"
#include "explore/engine/engine.h"

#include <string.h>
#include <sys/mman.h>

#define FIRST_RANGE ((uintptr_t)0x3800000000)
#define SPAN ((size_t)64 << 20)
#define VARIABLES 512
#define OUTSIDE ENGINE_THREADS /* whose copies are used before any schedule; they stay */

/* As the compiler lays it out. */
struct control {
	size_t size, alignment;
	void *object;	     /* for the run-time library's use: not used here */
	const void *initial; /* NULL: zeroes */
};

struct copies {
	char *base; /* NULL: not used yet */
	size_t used;
	int count;
	struct {
		const struct control *control;
		void *copy;
	} at[VARIABLES];
};

static struct copies all[ENGINE_THREADS + 1];

void tls_reset(void)
{
	for (int id = 0; id < ENGINE_THREADS; id++) {
		all[id].used = 0;
		all[id].count = 0;
	}
}

static void *find(const struct copies *copies, const struct control *control)
{
	for (int i = 0; i < copies->count; i++)
		if (copies->at[i].control == control)
			return copies->at[i].copy;
	return NULL;
}

/* The address is a wish. */
static void map(struct copies *copies)
{
	uintptr_t wish = FIRST_RANGE + (uintptr_t)(copies - all) * SPAN;
	char *base = mmap((void *)wish, SPAN, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (base == MAP_FAILED)
		die_system("no address space for thread-local variables");
	copies->base = base;
}

static void *reserve(struct copies *copies, const struct control *control)
{
	size_t start = (copies->used + control->alignment - 1) & ~(control->alignment - 1);

	if (copies->count == VARIABLES || start + control->size > SPAN)
		return NULL;
	copies->used = start + control->size;
	copies->at[copies->count].control = control;
	copies->at[copies->count].copy = copies->base + start;
	copies->count++;
	return copies->base + start;
}

/* What constructors have made of main's copy is what main finds. */
static const void *initial_value(const struct copies *copies, const struct control *control)
{
	const void *outside = copies == &all[0] ? find(&all[OUTSIDE], control) : NULL;

	return outside ? outside : control->initial;
}

static void *make(struct copies *copies, const struct control *control)
{
	const void *initial = initial_value(copies, control);
	void *copy;

	if (!copies->base)
		map(copies);
	copy = reserve(copies, control);
	if (!copy && engine_self())
		engine_fail(FAILURE_UNMODELLED, 0, NULL,
			    "more than %d thread-local variables, or 64 MiB of them, are in use",
			    VARIABLES);
	if (!copy)
		die_user("too many thread-local variables: use fewer");
	if (initial)
		memcpy(copy, initial, control->size);
	else
		memset(copy, 0, control->size);
	return copy;
}

void tls_visit(void (*visit)(const void *start, size_t size))
{
	for (int id = 0; id < ENGINE_THREADS; id++)
		if (all[id].used > 0)
			visit(all[id].base, all[id].used);
}

void *world___emutls_get_address(void *control)
{
	struct copies *copies = &all[engine_self() ? engine_identity() : OUTSIDE];
	void *copy = find(copies, control);

	return copy ? copy : make(copies, control);
}
