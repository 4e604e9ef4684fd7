/* lab08-ring.c: a ring that grows, with room for the task that runs: its return cannot fail. */
#include "api.h"

#include <stdbool.h>
#include <stdlib.h>

struct scheduler {
	struct task **ring;
	size_t size; /* 0, or a power of two */
	size_t head, waiting;
	bool is_running;
};

const size_t scheduler_size = sizeof(struct scheduler);

void scheduler_init(struct scheduler *scheduler)
{
	*scheduler = (struct scheduler){.ring = NULL};
}

static struct task **place(struct scheduler *scheduler, size_t index)
{
	return &scheduler->ring[(scheduler->head + index) & (scheduler->size - 1)];
}

static bool grow(struct scheduler *scheduler)
{
	size_t size = scheduler->size ? 2 * scheduler->size : 8;
	struct task **larger = calloc(size, sizeof *larger);

	if (!larger)
		return false;
	for (size_t i = 0; i < scheduler->waiting; i++)
		larger[i] = *place(scheduler, i);
	free(scheduler->ring);
	scheduler->ring = larger;
	scheduler->size = size;
	scheduler->head = 0;
	return true;
}

static void put(struct scheduler *scheduler, struct task *task)
{
	*place(scheduler, scheduler->waiting++) = task;
}

int scheduler_spawn(struct scheduler *scheduler, struct task *task)
{
	if (scheduler->waiting + 1 >= scheduler->size && !grow(scheduler))
		return -1;
	put(scheduler, task);
	return 0;
}

static struct task *take(struct scheduler *scheduler)
{
	struct task *task = *place(scheduler, 0);

	scheduler->head++;
	scheduler->waiting--;
	return task;
}

int scheduler_run(struct scheduler *scheduler)
{
	if (scheduler->is_running)
		return -1;
	scheduler->is_running = true;
	while (scheduler->waiting > 0) {
		struct task *task = take(scheduler);

		if (task_resume(task) == TASK_PAUSED)
			put(scheduler, task);
	}
	scheduler->is_running = false;
	return 0;
}

void scheduler_destroy(struct scheduler *scheduler)
{
	free(scheduler->ring);
}
