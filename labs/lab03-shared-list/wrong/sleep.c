/* Misconception: If every worker waits a little before it pushes, they do not meet. Caught by: tsan Loses: Threads, ThreadSanitizer, In order, Processes, Side by side Named: sleep */
/*
 * sleep.c: waiting moves the update to another moment, not away from the others' updates; nothing
 * orders them. It may lower the odds of a meeting, and it costs thousands of times the work
 * itself. A matter of luck stays one: no delay replaces a lock.
 */
#include "api.h"

#include <unistd.h>

struct list {
	struct node *head;
};

const size_t list_size = sizeof(struct list);

void list_init(struct list *list)
{
	list->head = NULL;
}

void list_push(struct list *list, struct node *node)
{
	usleep((unsigned int)(node->owner + 1)); /* a different time for each worker */
	node->next = list->head;
	list->head = node;
}

struct node *list_first(struct list *list)
{
	return list->head;
}
