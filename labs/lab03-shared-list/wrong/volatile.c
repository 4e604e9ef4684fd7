/* Misconception: A volatile head is always read fresh, so no worker works with an old one. Caught by: tsan Loses: Threads, ThreadSanitizer, In order, Processes, Side by side Named: volatile */
/*
 * volatile.c: volatile only keeps the compiler from leaving out or merging accesses. They are
 * still two, others come in between, and nothing is ordered between cores. Reading fresh does not
 * help when the value grows old before it is used.
 */
#include "api.h"

struct list {
	struct node *volatile head; /* never cached */
};

const size_t list_size = sizeof(struct list);

void list_init(struct list *list)
{
	list->head = NULL;
}

void list_push(struct list *list, struct node *node)
{
	node->next = list->head;
	list->head = node;
}

struct node *list_first(struct list *list)
{
	return list->head;
}
