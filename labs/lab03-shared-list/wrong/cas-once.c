/* Misconception: Compare-and-swap is atomic, so one call of it does the push. Caught by: invariant Loses: Threads, In order, Processes, Side by side Named: said-no */
/*
 * cas-once.c: compare-and-swap may say no, and it does whenever somebody else was faster. Then
 * nothing has been stored and the node is nowhere. The result must be looked at, and the update be
 * tried again from the new head.
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
	struct node *first = atomic_load(&list->head);

	node->next = first;
	atomic_compare_exchange_strong(&list->head, &first, node);
}

struct node *list_first(struct list *list)
{
	return atomic_load(&list->head);
}
