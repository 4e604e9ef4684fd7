/* Misconception: What must be one step is the change of the head; the link can follow. Caught by: exploration Loses: Threads, ThreadSanitizer, In order, Processes, Side by side Named: two-steps */
/*
 * links-later.c: one exchange makes the node the first one and says which was first before, so no
 * node is lost in the end. But until the link is written, whoever looks at the list sees one node
 * and nothing behind it.
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
	node->next = atomic_exchange(&list->head, node);
}

struct node *list_first(struct list *list)
{
	return atomic_load(&list->head);
}
