/* Misconception: An atomic head makes the push atomic. Caught by: invariant Loses: Threads, In order, Processes, Side by side Named: two-steps */
/*
 * atomic-halves.c: the load is one atomic step and the store another; two atomic steps are not
 * one. There is no data race, so ThreadSanitizer is silent, and nodes are lost as before. It takes
 * one operation that reads, compares and writes.
 */
#include "api.h"

#include <stdatomic.h>

struct list {
	_Atomic(struct node *) head;
};

const size_t list_size = sizeof(struct list);

void list_init(struct list *list)
{
	atomic_init(&list->head, NULL);
}

void list_push(struct list *list, struct node *node)
{
	node->next = atomic_load(&list->head);
	atomic_store(&list->head, node);
}

struct node *list_first(struct list *list)
{
	return atomic_load(&list->head);
}
