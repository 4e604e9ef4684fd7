/* Misconception: A finished task is taken out, and the next one is next. Caught by: alone Loses: Alone, Coroutines, In order, Memory, Many tasks Named: order */
/*
 * skips.c: a list that is gone through again and again. When one is taken out, the step to the next one
 * is taken from there: that one is passed over for a round.
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

int scheduler_spawn(struct scheduler *scheduler, struct task *task)
{
	struct task **end = &scheduler->front;

	while (*end)
		end = &(*end)->next;
	task->next = NULL;
	*end = task;
	return 0;
}

static void go_round(struct scheduler *scheduler)
{
	struct task **place = &scheduler->front;

	while (*place) {
		struct task *task = *place, *next = task->next;

		if (task_resume(task) == TASK_FINISHED)
			*place = next;
		if (*place)
			place = &(*place)->next;
	}
}

int scheduler_run(struct scheduler *scheduler)
{
	if (scheduler->is_running)
		return -1;
	scheduler->is_running = true;
	while (scheduler->front)
		go_round(scheduler);
	scheduler->is_running = false;
	return 0;
}

void scheduler_destroy(struct scheduler *scheduler)
{
	(void)scheduler;
}
