/* Misconception: Whoever paused last is the most recent: it goes on first. Caught by: alone Loses: Alone, Coroutines, In order, Memory, Many tasks Named: order */
/*
 * lifo.c: a stack. Whoever has paused is on top, and is resumed again at once: until it has finished
 * nobody else is, and if it waits for another one, that is for ever.
 */
#include "api.h"

#include <stdbool.h>

struct scheduler {
	struct task *top;
	bool is_running;
};

const size_t scheduler_size = sizeof(struct scheduler);

void scheduler_init(struct scheduler *scheduler)
{
	scheduler->top = NULL;
	scheduler->is_running = false;
}

int scheduler_spawn(struct scheduler *scheduler, struct task *task)
{
	task->next = scheduler->top;
	scheduler->top = task;
	return 0;
}

int scheduler_run(struct scheduler *scheduler)
{
	if (scheduler->is_running)
		return -1;
	scheduler->is_running = true;
	while (scheduler->top) {
		struct task *task = scheduler->top;

		scheduler->top = task->next;
		if (task_resume(task) == TASK_PAUSED)
			scheduler_spawn(scheduler, task);
	}
	scheduler->is_running = false;
	return 0;
}

void scheduler_destroy(struct scheduler *scheduler)
{
	(void)scheduler;
}
