/* Misconception: Atomic is atomic: relaxed is just the fast version. Caught by: tsan Loses: Threads, ThreadSanitizer, In order, Processes, Side by side Named: relaxed */
/*
 * relaxed.c: no node is lost, for the compare-and-swap is atomic in any order. But relaxed orders
 * nothing else: a reader may see the new head before the node's members that were written earlier.
 * Publishing needs release on the writer's side and acquire on the reader's.
 */
#include "api.h"

#include <stdatomic.h>
#include <stdlib.h>

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
	struct node *first = atomic_load_explicit(&list->head, memory_order_relaxed);

	do
		node->next = first;
	while (!atomic_compare_exchange_weak_explicit(&list->head, &first, node,
						      memory_order_relaxed, memory_order_relaxed));
}

/* While testing: walk the list, every node must have been filled in. */
static void check(const struct node *node)
{
	for (; node; node = node->next)
		if (node->owner < 0)
			abort();
}

struct node *list_first(struct list *list)
{
	struct node *first = atomic_load_explicit(&list->head, memory_order_relaxed);

	check(first);
	return first;
}
