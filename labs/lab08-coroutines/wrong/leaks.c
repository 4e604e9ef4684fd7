/* Misconception: What is small need not be freed. Caught by: grade Loses: Memory Named: leak */
/*
 * leaks.c: each place in the queue is allocated, and nobody frees those that have been used.
 */
#include "api.h"

#include <stdbool.h>
#include <stdlib.h>

struct place {
	struct task *task;
	struct place *next;
};

struct scheduler {
	struct place *front;
	struct place **end;
	bool is_running;
};

const size_t scheduler_size = sizeof(struct scheduler);

void scheduler_init(struct scheduler *scheduler)
{
	scheduler->front = NULL;
	scheduler->end = &scheduler->front;
	scheduler->is_running = false;
}

int scheduler_spawn(struct scheduler *scheduler, struct task *task)
{
	struct place *place = malloc(sizeof *place);

	if (!place)
		return -1;
	*place = (struct place){task, NULL};
	*scheduler->end = place;
	scheduler->end = &place->next;
	return 0;
}

static struct task *take(struct scheduler *scheduler)
{
	struct task *task = scheduler->front->task;

	scheduler->front = scheduler->front->next;
	if (!scheduler->front)
		scheduler->end = &scheduler->front;
	return task;
}

int scheduler_run(struct scheduler *scheduler)
{
	if (scheduler->is_running)
		return -1;
	scheduler->is_running = true;
	while (scheduler->front) {
		struct task *task = take(scheduler);

		if (task_resume(task) == TASK_PAUSED && scheduler_spawn(scheduler, task) != 0)
			abort();
	}
	scheduler->is_running = false;
	return 0;
}

void scheduler_destroy(struct scheduler *scheduler)
{
	(void)scheduler;
}
