/* Misconception: When all have finished, nothing is left. Caught by: grade Loses: Memory Named: leak */
/*
 * leaves-places.c: each place is freed when its task has finished. Of tasks that are
 * still in the queue at scheduler_destroy the places are lost.
 */
#include "api.h"

#include <stdbool.h>
#include <stdlib.h>

struct node {
	struct task *task;
	struct node *next;
};

struct scheduler {
	struct node *front, *last;
	bool is_running;
};

const size_t scheduler_size = sizeof(struct scheduler);

void scheduler_init(struct scheduler *s)
{
	s->front = s->last = NULL;
	s->is_running = false;
}

static void put(struct scheduler *s, struct node *node)
{
	node->next = NULL;
	if (s->front)
		s->last->next = node;
	else
		s->front = node;
	s->last = node;
}

int scheduler_spawn(struct scheduler *s, struct task *task)
{
	struct node *node = malloc(sizeof *node);

	if (!node)
		return -1;
	node->task = task;
	put(s, node);
	return 0;
}

int scheduler_run(struct scheduler *s)
{
	if (s->is_running)
		return -1;
	s->is_running = true;
	while (s->front) {
		struct node *node = s->front;

		s->front = node->next;
		if (task_resume(node->task) == TASK_PAUSED)
			put(s, node);
		else
			free(node);
	}
	s->is_running = false;
	return 0;
}

void scheduler_destroy(struct scheduler *s)
{
	(void)s;
}
