/* Misconception: Whoever is new has waited longest to begin. Caught by: invariant Loses: In order Named: order */
/*
 * newest-first.c: whoever is spawned goes to the front. While tasks spawn tasks that spawn tasks, whoever is
 * at the end waits for ever.
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
	if (!scheduler->is_running) {
		put(scheduler, task);
		return 0;
	}
	task->next = scheduler->front;
	scheduler->front = task;
	if (!task->next)
		scheduler->end = &task->next;
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
