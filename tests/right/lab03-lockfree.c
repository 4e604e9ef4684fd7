/* lab03-lockfree.c: a right fix: compare and swap, again and again until nobody came in between. */
#include "api.h"

#include <stdatomic.h>

struct list {
	_Atomic(struct node *) top;
};

const size_t list_size = sizeof(struct list);

void list_init(struct list *list)
{
	atomic_init(&list->top, NULL);
}

void list_push(struct list *list, struct node *node)
{
	node->next = atomic_load_explicit(&list->top, memory_order_relaxed);
	while (!atomic_compare_exchange_weak_explicit(&list->top, &node->next, node,
						      memory_order_release, memory_order_relaxed))
		;
}

struct node *list_first(struct list *list)
{
	return atomic_load_explicit(&list->top, memory_order_acquire);
}
