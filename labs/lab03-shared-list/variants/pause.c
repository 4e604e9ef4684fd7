/*
 * pause.c: broken.c with an explicit pause inside the update, where a switch hurts.
 *
 * Threads and processes can be paused there at any time anyhow; coroutines only because it says so.
 */
#include "api.h"

#include "exec/exec.h"

struct list {
	struct node *head;
};

const size_t list_size = sizeof(struct list);

void list_init(struct list *list)
{
	list->head = NULL;
}

/* DOC: a pause inside the update */
void list_push(struct list *list, struct node *node)
{
	node->next = list->head;
	task_pause();
	list->head = node;
}

struct node *list_first(struct list *list)
{
	return list->head;
}
