/* Misconception: A stack will do for those who are new. Caught by: grade Loses: In order Named: order */
/*
 * reversed.c: those that are spawned meanwhile are kept apart until the one that
 * runs has paused: on a stack. If there are two of them, they come in the wrong order.
 */
#include "api.h"

#include <stdbool.h>

struct scheduler {
	struct task *front, *last;
	struct task *fresh; /* spawned by the one that runs */
	bool is_running;
};

const size_t scheduler_size = sizeof(struct scheduler);

void scheduler_init(struct scheduler *s)
{
	s->front = s->last = NULL;
	s->fresh = NULL;
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
	if (!s->is_running) {
		put(s, task);
	} else {
		task->next = s->fresh;
		s->fresh = task;
	}
	return 0;
}

int scheduler_run(struct scheduler *s)
{
	if (s->is_running)
		return -1;
	s->is_running = true;
	while (s->front) {
		struct task *task = take(s);

		bool paused = task_resume(task) == TASK_PAUSED;

		while (s->fresh) {
			struct task *fresh = s->fresh;

			s->fresh = fresh->next;
			put(s, fresh);
		}
		if (paused)
			put(s, task);
	}
	s->is_running = false;
	return 0;
}

void scheduler_destroy(struct scheduler *s)
{
	(void)s;
}
