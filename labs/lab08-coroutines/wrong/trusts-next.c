/* Misconception: What is new is NULL. Caught by: grade Loses: Coroutines, In order Named: strange */
/*
 * trusts-next.c: `next` is cleared when a task leaves the queue, and not when it
 * joins it. What lies there when it is spawned is anything.
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
	task->next = NULL;
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
	while (s->front) {
		struct task *task = take(s);

		if (task_resume(task) == TASK_PAUSED)
			put(s, task);
	}
	s->is_running = false;
	return 0;
}

void scheduler_destroy(struct scheduler *s)
{
	(void)s;
}
