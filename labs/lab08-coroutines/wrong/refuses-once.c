/* Misconception: Whoever leaves scheduler_run leaves things in order. Caught by: invariant Loses: Coroutines, In order Named: inside */
/*
 * refuses-once.c: one way out for all: also who is refused says that the scheduler
 * no longer runs. The next one is not refused.
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
	int result = -1;

	if (s->is_running)
		goto out;
	result = 0;
	s->is_running = true;
	while (s->front) {
		struct task *task = take(s);

		if (task_resume(task) == TASK_PAUSED)
			put(s, task);
	}
out:
	s->is_running = false;
	return result;
}

void scheduler_destroy(struct scheduler *s)
{
	(void)s;
}
