/* Misconception: Making sure that the head is still the same just before the store is enough. Caught by: invariant Loses: Threads, In order, Processes, Side by side Named: two-steps */
/*
 * check-first.c: check, then act: the window is smaller and still open, between the last look and
 * the store. Only an operation that compares and stores in one step (compare-and-swap) closes it.
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
	struct node *first;

	do {
		first = atomic_load(&list->head);
		node->next = first;
	} while (atomic_load(&list->head) != first); /* someone was faster: again */
	atomic_store(&list->head, node);
}

struct node *list_first(struct list *list)
{
	return atomic_load(&list->head);
}
