/* Attack: caught Loses: Alone, Coroutines, In order, Memory, Many tasks */
/*
 * lab08-forges-counters.c: resumes nobody. It knows how the workload's memory is laid out, and
 * writes there that all have finished; where calls are written down, it reaches through a task and
 * crosses them out.
 */
#include "api.h"

#include <stdint.h>
#include <stdlib.h>

struct scheduler {
	struct task *first;
};

const size_t scheduler_size = SCHEDULER_ROOM;

/* As in lab.c and in history.c. */
struct crew {
	char scheduler[SCHEDULER_ROOM];
	void *state;
	int kind;
	_Bool uses_coroutines;
	long spawned, finished;
};

struct stage {
	char scheduler[SCHEDULER_ROOM];
	int workers, actors;
	int *history;
};

void scheduler_init(struct scheduler *scheduler)
{
	scheduler->first = NULL;
}

int scheduler_spawn(struct scheduler *scheduler, struct task *task)
{
	task->next = scheduler->first;
	scheduler->first = task;
	return 0;
}

static void forge(struct scheduler *scheduler, struct task *task)
{
	struct crew *crew = (struct crew *)(void *)scheduler;
	struct stage *stage = (struct stage *)(void *)scheduler;

	if ((uintptr_t)task - (uintptr_t)scheduler < sizeof(struct crew) + 4000) {
		*stage->history = 0;
		return;
	}
	crew->finished = crew->spawned;
	free((void **)task - 2);
}

int scheduler_run(struct scheduler *scheduler)
{
	while (scheduler->first) {
		struct task *task = scheduler->first;

		scheduler->first = task->next;
		forge(scheduler, task);
	}
	return 0;
}

void scheduler_destroy(struct scheduler *scheduler)
{
	(void)scheduler;
}
