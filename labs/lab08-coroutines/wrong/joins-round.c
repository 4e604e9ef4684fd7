/* Misconception: Rounds: whoever is spawned meanwhile belongs to this one. Caught by: invariant Loses: In order Named: order */
/*
 * joins-round.c: a circle in which everybody keeps a place. Whoever is spawned gets the last place of this
 * round, before all who have paused in it.
 */
#include "api.h"

#include <stdbool.h>

struct scheduler {
	struct task *round, *next_round;
	struct task **end, **next_end;
	bool is_running;
};

const size_t scheduler_size = sizeof(struct scheduler);

void scheduler_init(struct scheduler *scheduler)
{
	scheduler->round = scheduler->next_round = NULL;
	scheduler->end = &scheduler->round;
	scheduler->next_end = &scheduler->next_round;
	scheduler->is_running = false;
}

static void put(struct task ***end, struct task *task)
{
	task->next = NULL;
	**end = task;
	*end = &task->next;
}

int scheduler_spawn(struct scheduler *scheduler, struct task *task)
{
	put(&scheduler->end, task);
	return 0;
}

static void begin_round(struct scheduler *scheduler)
{
	scheduler->round = scheduler->next_round;
	scheduler->end = scheduler->round ? scheduler->next_end : &scheduler->round;
	scheduler->next_round = NULL;
	scheduler->next_end = &scheduler->next_round;
}

static void go_round(struct scheduler *scheduler)
{
	while (scheduler->round) {
		struct task *task = scheduler->round;

		scheduler->round = task->next;
		if (!scheduler->round)
			scheduler->end = &scheduler->round;
		if (task_resume(task) == TASK_PAUSED)
			put(&scheduler->next_end, task);
	}
}

int scheduler_run(struct scheduler *scheduler)
{
	if (scheduler->is_running)
		return -1;
	scheduler->is_running = true;
	while (scheduler->round) {
		go_round(scheduler);
		begin_round(scheduler);
	}
	scheduler->is_running = false;
	return 0;
}

void scheduler_destroy(struct scheduler *scheduler)
{
	(void)scheduler;
}
