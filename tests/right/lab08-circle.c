/* lab08-circle.c: a circle, of which only the last one is known: the next one is the first. */
#include "api.h"

#include <stdbool.h>

struct scheduler {
	struct task *last; /* NULL: the circle is empty */
	bool is_running;
};

const size_t scheduler_size = sizeof(struct scheduler);

void scheduler_init(struct scheduler *scheduler)
{
	scheduler->last = NULL;
	scheduler->is_running = false;
}

int scheduler_spawn(struct scheduler *scheduler, struct task *task)
{
	if (scheduler->last) {
		task->next = scheduler->last->next;
		scheduler->last->next = task;
	} else {
		task->next = task;
	}
	scheduler->last = task;
	return 0;
}

static struct task *take(struct scheduler *scheduler)
{
	struct task *first = scheduler->last->next;

	if (first == scheduler->last)
		scheduler->last = NULL;
	else
		scheduler->last->next = first->next;
	return first;
}

int scheduler_run(struct scheduler *scheduler)
{
	if (scheduler->is_running)
		return -1;
	scheduler->is_running = true;
	while (scheduler->last) {
		struct task *task = take(scheduler);

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
