/* Misconception: The end of a list is where its links end. Caught by: speed Loses: Many tasks Named: slow */
/*
 * looks-for-end.c: there is no note of where the queue ends, so each one that pauses goes through all that wait.
 * Twice as many tasks take four times as long.
 */
#include "api.h"

#include <stdbool.h>

struct scheduler {
	struct task *front;
	bool is_running;
};

const size_t scheduler_size = sizeof(struct scheduler);

void scheduler_init(struct scheduler *scheduler)
{
	scheduler->front = NULL;
	scheduler->is_running = false;
}

static void put(struct scheduler *scheduler, struct task *task)
{
	struct task **end = &scheduler->front;

	while (*end)
		end = &(*end)->next;
	task->next = NULL;
	*end = task;
}

static struct task *take(struct scheduler *scheduler)
{
	struct task *task = scheduler->front;

	scheduler->front = task->next;
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
