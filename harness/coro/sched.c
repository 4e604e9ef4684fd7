/* sched.c: a round-robin scheduler (see sched.h). */
#include "coro/sched.h"

#include "base/die.h"

#include <stdlib.h>

/*
 * The queue is a ring of all coroutines but the one that runs: it grows when one is spawned, so
 * that there is always room for the one that comes back.
 */
struct sched {
	struct coro **ring;
	size_t size; /* a power of two */
	size_t head; /* ring[head & (size - 1)] goes next */
	size_t waiting;
	struct coro *running; /* NULL outside of sched_run */
};

struct sched *sched_create(void)
{
	struct sched *sched = malloc(sizeof *sched);
	size_t size = 16;

	if (!sched)
		return NULL;
	*sched = (struct sched){.ring = calloc(size, sizeof(struct coro *)), .size = size};
	if (!sched->ring) {
		free(sched);
		return NULL;
	}
	return sched;
}

static struct coro **place(struct sched *sched, size_t index)
{
	return &sched->ring[(sched->head + index) & (sched->size - 1)];
}

static bool grow(struct sched *sched)
{
	struct coro **larger = calloc(2 * sched->size, sizeof *larger);

	if (!larger)
		return false;
	for (size_t i = 0; i < sched->waiting; i++)
		larger[i] = *place(sched, i);
	free(sched->ring);
	sched->ring = larger;
	sched->size *= 2;
	sched->head = 0;
	return true;
}

static void push(struct sched *sched, struct coro *coro)
{
	*place(sched, sched->waiting++) = coro;
}

static struct coro *pop(struct sched *sched)
{
	struct coro *coro = *place(sched, 0);

	sched->head++;
	sched->waiting--;
	return coro;
}

struct coro *sched_spawn(struct sched *sched, const char *name, coro_body *body, void *arg)
{
	/* One place more than needed now: for the running one, which may be about to pause. */
	bool has_room = sched->waiting + 1 < sched->size || grow(sched);
	struct coro *coro = has_room ? coro_create(name, body, arg) : NULL;

	if (coro)
		push(sched, coro);
	return coro;
}

void sched_run(struct sched *sched)
{
	BUG_UNLESS(!sched->running);
	while (sched->waiting > 0) {
		struct coro *coro = pop(sched);

		sched->running = coro;
		coro_resume(coro);
		if (coro_is_done(coro))
			coro_destroy(coro);
		else
			push(sched, coro);
	}
	sched->running = NULL;
}

void sched_destroy(struct sched *sched)
{
	BUG_UNLESS(!sched->running);
	while (sched->waiting > 0)
		coro_destroy(pop(sched));
	free(sched->ring);
	free(sched);
}
