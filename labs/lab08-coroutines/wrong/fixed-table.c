/* Misconception: Nobody has more than 256 tasks. Caught by: invariant Loses: Coroutines, In order, Many tasks Named: few */
/*
 * fixed-table.c: a ring of fixed size, and whoever comes when it is full is refused.
 */
#include "api.h"

#include <stdbool.h>

#define ROOM 256u

struct scheduler {
	struct task *ring[ROOM];
	unsigned first, count;
	bool is_running;
};

const size_t scheduler_size = sizeof(struct scheduler);

void scheduler_init(struct scheduler *scheduler)
{
	scheduler->first = scheduler->count = 0;
	scheduler->is_running = false;
}

int scheduler_spawn(struct scheduler *scheduler, struct task *task)
{
	if (scheduler->count == ROOM)
		return -1;
	scheduler->ring[(scheduler->first + scheduler->count++) % ROOM] = task;
	return 0;
}

static struct task *take(struct scheduler *scheduler)
{
	scheduler->count--;
	return scheduler->ring[scheduler->first++ % ROOM];
}

int scheduler_run(struct scheduler *scheduler)
{
	if (scheduler->is_running)
		return -1;
	scheduler->is_running = true;
	while (scheduler->count > 0) {
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
