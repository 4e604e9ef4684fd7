/* Misconception: It is enough to read where to go on after the task has paused. Caught by: tsan Loses: Coroutines, In order, Memory Named: gone */
/*
 * looks-after.c: the task is taken out after it was resumed. If it has finished, it is gone, and its `next` is
 * whatever lies there now.
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
	while (scheduler->front) {
		struct task *task = scheduler->front;
		enum task_state state = task_resume(task);

		take(scheduler);
		if (state == TASK_PAUSED)
			put(scheduler, task);
	}
	scheduler->is_running = false;
	return 0;
}

void scheduler_destroy(struct scheduler *scheduler)
{
	(void)scheduler;
}
