/* lab08-places.c: places of its own, two-way, around one that is always there; the tasks stay as they are. */
#include "api.h"

#include <stdbool.h>
#include <stdlib.h>

struct place {
	struct task *task;
	struct place *before, *behind;
};

struct scheduler {
	struct place anchor; /* behind it is the front, before it the end */
	bool is_running;
};

const size_t scheduler_size = sizeof(struct scheduler);

void scheduler_init(struct scheduler *scheduler)
{
	scheduler->anchor.before = scheduler->anchor.behind = &scheduler->anchor;
	scheduler->is_running = false;
}

static void join(struct scheduler *scheduler, struct place *place)
{
	place->behind = &scheduler->anchor;
	place->before = scheduler->anchor.before;
	place->before->behind = place;
	scheduler->anchor.before = place;
}

static struct place *leave(struct place *place)
{
	place->before->behind = place->behind;
	place->behind->before = place->before;
	return place;
}

int scheduler_spawn(struct scheduler *scheduler, struct task *task)
{
	struct place *place = malloc(sizeof *place);

	if (!place)
		return -1;
	place->task = task;
	join(scheduler, place);
	return 0;
}

int scheduler_run(struct scheduler *scheduler)
{
	if (scheduler->is_running)
		return -1;
	scheduler->is_running = true;
	while (scheduler->anchor.behind != &scheduler->anchor) {
		struct place *place = leave(scheduler->anchor.behind);

		if (task_resume(place->task) == TASK_PAUSED)
			join(scheduler, place);
		else
			free(place);
	}
	scheduler->is_running = false;
	return 0;
}

void scheduler_destroy(struct scheduler *scheduler)
{
	while (scheduler->anchor.behind != &scheduler->anchor)
		free(leave(scheduler->anchor.behind));
}
