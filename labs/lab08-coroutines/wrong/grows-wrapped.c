/* Misconception: realloc keeps what is there. Caught by: invariant Loses: Coroutines, In order Named: crowd */
/*
 * grows-wrapped.c: the ring grows where it lies. What had gone on at its beginning is
 * not behind its old end now, but far from it.
 */
#include "api.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct scheduler {
	struct task **ring;
	size_t size, head, count;
	bool is_running;
};

const size_t scheduler_size = sizeof(struct scheduler);

void scheduler_init(struct scheduler *s)
{
	memset(s, 0, sizeof *s);
}

static bool grow(struct scheduler *s)
{
	size_t size = s->size ? 2 * s->size : 64;
	struct task **ring = realloc(s->ring, size * sizeof *ring);

	if (!ring)
		return false;
	s->ring = ring;
	s->size = size;
	return true;
}

static int put(struct scheduler *s, struct task *task)
{
	if (s->count == s->size && !grow(s))
		return -1;
	s->ring[(s->head + s->count++) % s->size] = task;
	return 0;
}

int scheduler_spawn(struct scheduler *s, struct task *task)
{
	return put(s, task);
}

static struct task *take(struct scheduler *s)
{
	struct task *task = s->ring[s->head];

	s->head = (s->head + 1) % s->size;
	s->count--;
	return task;
}

int scheduler_run(struct scheduler *s)
{
	if (s->is_running)
		return -1;
	s->is_running = true;
	while (s->count > 0) {
		struct task *task = take(s);

		if (task_resume(task) == TASK_PAUSED)
			put(s, task);
	}
	s->is_running = false;
	return 0;
}

void scheduler_destroy(struct scheduler *s)
{
	free(s->ring);
}
