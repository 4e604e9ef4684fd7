/* Misconception: What one still knows of is not lost. Caught by: grade Loses: Memory Named: leak */
/*
 * keeps.c: makes room for notes with each scheduler, and never gives it back: when the scheduler is
 * gone, nobody can any more.
 */
#include "api.h"

#include <stdbool.h>
#include <stdlib.h>

struct scheduler {
	struct task *front;
	struct task **end; /* the NULL behind the last one; or `front` itself */
	bool is_running;
	long *notes;
};

const size_t scheduler_size = sizeof(struct scheduler);

void scheduler_init(struct scheduler *scheduler)
{
	scheduler->front = NULL;
	scheduler->end = &scheduler->front;
	scheduler->is_running = false;
	scheduler->notes = calloc(8, sizeof *scheduler->notes);
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
