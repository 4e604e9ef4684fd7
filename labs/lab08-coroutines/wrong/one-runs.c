/* Misconception: While one scheduler runs, none may be run. Caught by: invariant Loses: Coroutines, In order Named: several */
/*
 * one-runs.c: whether it runs is a static variable: a scheduler is refused because another one runs.
 */
#include "api.h"

#include <stdbool.h>

static bool is_running;

struct scheduler {
	struct task *front;
	struct task **end;
};

const size_t scheduler_size = sizeof(struct scheduler);

void scheduler_init(struct scheduler *scheduler)
{
	scheduler->front = NULL;
	scheduler->end = &scheduler->front;
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
	if (is_running)
		return -1;
	is_running = true;
	while (scheduler->front) {
		struct task *task = take(scheduler);

		if (task_resume(task) == TASK_PAUSED)
			put(scheduler, task);
	}
	is_running = false;
	return 0;
}

void scheduler_destroy(struct scheduler *scheduler)
{
	(void)scheduler;
}
