/* Misconception: Whoever runs a scheduler has something to run. Caught by: invariant Loses: Coroutines, In order, Memory Named: empty */
/*
 * never-empty.c: the queue is looked at behind the first turn, not before it.
 */
#include "api.h"

#include <stdbool.h>

struct scheduler {
	struct task *front, *last;
	bool is_running;
};

const size_t scheduler_size = sizeof(struct scheduler);

void scheduler_init(struct scheduler *s)
{
	s->front = s->last = NULL;
	s->is_running = false;
}

static void put(struct scheduler *s, struct task *task)
{
	task->next = NULL;
	if (s->last)
		s->last->next = task;
	else
		s->front = task;
	s->last = task;
}

static struct task *take(struct scheduler *s)
{
	struct task *task = s->front;

	s->front = task->next;
	if (!s->front)
		s->last = NULL;
	return task;
}

int scheduler_spawn(struct scheduler *s, struct task *task)
{
	put(s, task);
	return 0;
}

int scheduler_run(struct scheduler *s)
{
	if (s->is_running)
		return -1;
	s->is_running = true;
	do {
		struct task *task = take(s);

		if (task_resume(task) == TASK_PAUSED)
			put(s, task);
	} while (s->front);
	s->is_running = false;
	return 0;
}

void scheduler_destroy(struct scheduler *s)
{
	(void)s;
}
