/* Misconception: A queue is a table: when the first one leaves, the others move up. Caught by: speed Loses: Many tasks Named: slow */
/*
 * moves-all.c: all that wait move up by one at each turn. With a few that is nothing; with thousands it is all
 * that happens.
 */
#include "api.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct scheduler {
	struct task **task;
	size_t count, room;
	bool is_running;
};

const size_t scheduler_size = sizeof(struct scheduler);

void scheduler_init(struct scheduler *scheduler)
{
	scheduler->task = NULL;
	scheduler->count = scheduler->room = 0;
	scheduler->is_running = false;
}

int scheduler_spawn(struct scheduler *scheduler, struct task *task)
{
	if (scheduler->count == scheduler->room) {
		size_t room = scheduler->room ? 2 * scheduler->room : 16;
		struct task **larger = realloc(scheduler->task, room * sizeof *larger);

		if (!larger)
			return -1;
		scheduler->task = larger;
		scheduler->room = room;
	}
	scheduler->task[scheduler->count++] = task;
	return 0;
}

static struct task *take(struct scheduler *scheduler)
{
	struct task *task = scheduler->task[0];

	scheduler->count--;
	memmove(scheduler->task, scheduler->task + 1, scheduler->count * sizeof task);
	return task;
}

int scheduler_run(struct scheduler *scheduler)
{
	if (scheduler->is_running)
		return -1;
	scheduler->is_running = true;
	while (scheduler->count > 0) {
		struct task *task = take(scheduler);

		if (task_resume(task) == TASK_PAUSED && scheduler_spawn(scheduler, task) != 0)
			abort();
	}
	scheduler->is_running = false;
	return 0;
}

void scheduler_destroy(struct scheduler *scheduler)
{
	free(scheduler->task);
}
