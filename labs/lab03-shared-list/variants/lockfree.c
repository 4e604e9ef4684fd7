/*
 * lockfree.c: no lock: the update is one compare-and-swap, retried until nobody came in between.
 *
 * Treiber's stack (IBM RJ 5118, 1986), of which only push is needed here; without pop a node never
 * comes back, so there is no ABA problem. Release on success publishes the node's members
 * together with the node; acquire in list_first is the other half.
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
	struct node *seen = atomic_load_explicit(&list->head, memory_order_relaxed);

	do
		node->next = seen;
	while (!atomic_compare_exchange_weak_explicit(&list->head, &seen, node,
						      memory_order_release, memory_order_relaxed));
}

struct node *list_first(struct list *list)
{
	return atomic_load_explicit(&list->head, memory_order_acquire);
}
