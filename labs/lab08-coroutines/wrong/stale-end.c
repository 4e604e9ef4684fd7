/* Misconception: The last one is the last one, also when it has left. Caught by: alone Loses: Alone, Coroutines, In order, Memory, Many tasks Named: lost */
/*
 * stale-end.c: when the only task in the queue is taken out, it is remembered as the last one still. Whoever
 * is put into the queue next is hung on it, and the queue has no front.
 */
#include "api.h"

#include <stdbool.h>

struct scheduler {
	struct task *front, *last;
	bool is_running;
};

const size_t scheduler_size = sizeof(struct scheduler);

void scheduler_init(struct scheduler *scheduler)
{
	scheduler->front = scheduler->last = NULL;
	scheduler->is_running = false;
}

static void put(struct scheduler *scheduler, struct task *task)
{
	task->next = NULL;
	if (scheduler->last)
		scheduler->last->next = task;
	else
		scheduler->front = task;
	scheduler->last = task;
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
	while (scheduler->front) {
		struct task *task = scheduler->front;

		scheduler->front = task->next;
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
