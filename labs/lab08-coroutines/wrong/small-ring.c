/* Misconception: A thousand is more than anybody needs. Caught by: invariant Loses: Coroutines, In order, Many tasks Named: few */
/*
 * small-ring.c: a ring of a thousand places: enough for each small test, and for no large one.
 */
#include "api.h"

#include <stdbool.h>

#define MOST 1024

struct scheduler {
	struct task *ring[MOST];
	unsigned head, count;
	bool is_running;
};

const size_t scheduler_size = sizeof(struct scheduler);

void scheduler_init(struct scheduler *s)
{
	s->head = s->count = 0;
	s->is_running = false;
}

int scheduler_spawn(struct scheduler *s, struct task *task)
{
	if (s->count == MOST)
		return -1;
	s->ring[(s->head + s->count++) % MOST] = task;
	return 0;
}

int scheduler_run(struct scheduler *s)
{
	if (s->is_running)
		return -1;
	s->is_running = true;
	while (s->count > 0) {
		struct task *task = s->ring[s->head];

		s->head = (s->head + 1) % MOST;
		s->count--;
		if (task_resume(task) == TASK_PAUSED)
			scheduler_spawn(s, task);
	}
	s->is_running = false;
	return 0;
}

void scheduler_destroy(struct scheduler *s)
{
	(void)s;
}
