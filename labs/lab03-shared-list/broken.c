/* Loses: Threads, ThreadSanitizer, In order, Processes, Side by side Named: unordered */
/*
 * broken.c: a list without any synchronization. It works with one worker.
 *
 * TODO: make it safe for several threads and for several processes, without losing a node.
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

/* DOC: the race window */
void list_push(struct list *list, struct node *node)
{
	node->next = list->head;
	/* Whoever pushes right now links to the same node as we do; the next line forgets theirs. */
	list->head = node;
}

struct node *list_first(struct list *list)
{
	return list->head;
}
