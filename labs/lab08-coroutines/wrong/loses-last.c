/* Misconception: When first and last are the same, there is nothing to take turns. Caught by: alone Loses: Alone, Coroutines, In order, Memory, Many tasks Named: lost */
/*
 * loses-last.c: it ends when one task is left. With nobody to take turns with, that one still has
 * something to do.
 */
#include "api.h"

#include <stdbool.h>

struct scheduler {
	struct task *front;
	struct task **end;
	bool is_running;
};

const size_t scheduler_size = sizeof(struct scheduler);

void scheduler_init(struct scheduler *scheduler)
{
	scheduler->front = NULL;
	scheduler->end = &scheduler->front;
	scheduler->is_running = false;
}

static void put(struct scheduler *scheduler, struct task *task)
{
	task->next = NULL;
	*scheduler->end = task;
	scheduler->end = &task->next;
}

static struct task *take(struct scheduler *scheduler)
{
	struct task *task = scheduler->front;

	scheduler->front = task->next;
	if (!scheduler->front)
		scheduler->end = &scheduler->front;
	return task;
}

int scheduler_spawn(struct scheduler *scheduler, struct task *task)
{
	put(scheduler, task);
	return 0;
}

int scheduler_run(struct scheduler *scheduler)
{
	if (scheduler->is_running)
		return -1;
	scheduler->is_running = true;
	while (scheduler->front && scheduler->front->next) {
		struct task *task = take(scheduler);

		if (task_resume(task) == TASK_PAUSED)
			put(scheduler, task);
	}
	scheduler->is_running = false;
	return 0;
}

void scheduler_destroy(struct scheduler *scheduler)
{
	(void)scheduler;
}
