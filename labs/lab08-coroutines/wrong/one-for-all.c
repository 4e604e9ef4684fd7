/* Misconception: There is one scheduler in a program. Caught by: invariant Loses: Coroutines, In order Named: several */
/*
 * one-for-all.c: the queue is a static variable. It works until there are two schedulers: each resumes the
 * other one's tasks.
 */
#include "api.h"

#include <stdbool.h>

static struct task *front;
static struct task **end = &front;
static bool is_running;

struct scheduler {
	char unused;
};

const size_t scheduler_size = sizeof(struct scheduler);

void scheduler_init(struct scheduler *scheduler)
{
	scheduler->unused = 0;
	front = NULL;
	end = &front;
}

static void put(struct task *task)
{
	task->next = NULL;
	*end = task;
	end = &task->next;
}

static struct task *take(void)
{
	struct task *task = front;

	front = task->next;
	if (!front)
		end = &front;
	return task;
}

int scheduler_spawn(struct scheduler *scheduler, struct task *task)
{
	(void)scheduler;
	put(task);
	return 0;
}

int scheduler_run(struct scheduler *scheduler)
{
	(void)scheduler;
	if (is_running)
		return -1;
	is_running = true;
	while (front) {
		struct task *task = take();

		if (task_resume(task) == TASK_PAUSED)
			put(task);
	}
	is_running = false;
	return 0;
}

void scheduler_destroy(struct scheduler *scheduler)
{
	(void)scheduler;
}
