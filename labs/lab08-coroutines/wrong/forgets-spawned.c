/* Misconception: How many there are is known when it begins. Caught by: invariant Loses: Coroutines, In order Named: lost */
/*
 * forgets-spawned.c: it counts whoever is there when it begins, and ends when so many have finished. Whoever was
 * spawned meanwhile stays in the queue.
 */
#include "api.h"

#include <stdbool.h>

struct scheduler {
	struct task *front;
	struct task **end;
	long count;
	bool is_running;
};

const size_t scheduler_size = sizeof(struct scheduler);

void scheduler_init(struct scheduler *scheduler)
{
	scheduler->front = NULL;
	scheduler->end = &scheduler->front;
	scheduler->count = 0;
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
	scheduler->count++;
	return 0;
}

int scheduler_run(struct scheduler *scheduler)
{
	if (scheduler->is_running)
		return -1;
	scheduler->is_running = true;
	for (long left = scheduler->count; left > 0;) {
		struct task *task = take(scheduler);

		if (task_resume(task) == TASK_PAUSED)
			put(scheduler, task);
		else
			left--;
	}
	scheduler->count = 0;
	scheduler->is_running = false;
	return 0;
}

void scheduler_destroy(struct scheduler *scheduler)
{
	(void)scheduler;
}
