/*
 * solution.c: a queue that is linked through the tasks.
 *
 * Why it works: the task that runs is in no queue. It has been taken out before it is resumed, and is put
 * back only if it has paused, so nothing of it is touched once it has finished. Whoever is spawned
 * meanwhile finds the queue in order, even if it is empty. `end` is the place where the next one is to be
 * written: no search, however many there are, and an empty queue is no special case.
 */
#include "api.h"

#include <stdbool.h>

struct scheduler {
	struct task *front;
	struct task **end; /* the NULL behind the last one; or `front` itself */
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

/* DOC: take out, resume, put back */
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
