/* Caught by: alone Loses: Alone, Coroutines, In order, Memory, Many tasks Named: order */
/*
 * broken.c: a table of tasks, gone through again and again. It works as long as nobody finishes.
 *
 * TODO: resume the tasks in turn, as api.h asks for, also when some finish and others are spawned.
 */
#include "api.h"

#include <stdbool.h>

#define MOST_TASKS 1024

struct scheduler {
	struct task *task[MOST_TASKS];
	int count;
	bool is_running;
};

const size_t scheduler_size = sizeof(struct scheduler);

void scheduler_init(struct scheduler *scheduler)
{
	scheduler->count = 0;
	scheduler->is_running = false;
}

int scheduler_spawn(struct scheduler *scheduler, struct task *task)
{
	if (scheduler->count == MOST_TASKS)
		return -1;
	scheduler->task[scheduler->count++] = task;
	return 0;
}

static void take_out(struct scheduler *scheduler, int place)
{
	scheduler->count--;
	for (int i = place; i < scheduler->count; i++)
		scheduler->task[i] = scheduler->task[i + 1];
}

/* DOC: round after round */
int scheduler_run(struct scheduler *scheduler)
{
	if (scheduler->is_running)
		return -1;
	scheduler->is_running = true;
	while (scheduler->count > 0)
		for (int i = 0; i < scheduler->count; i++)
			if (task_resume(scheduler->task[i]) == TASK_FINISHED)
				take_out(scheduler, i);
	scheduler->is_running = false;
	return 0;
}

void scheduler_destroy(struct scheduler *scheduler)
{
	(void)scheduler;
}
