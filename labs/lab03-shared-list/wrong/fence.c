/* Misconception: A memory barrier between the two lines makes others see them as one. Caught by: tsan Loses: Threads, ThreadSanitizer, In order, Processes, Side by side Named: fence */
/*
 * fence.c: a fence orders this worker's accesses; it keeps nobody out. The two steps stay two, the
 * head stays a plain variable, and nodes are lost as before.
 */
#include "api.h"

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
	node->next = list->head;
	__sync_synchronize();
	list->head = node;
	__sync_synchronize();
}

struct node *list_first(struct list *list)
{
	__sync_synchronize();
	return list->head;
}
