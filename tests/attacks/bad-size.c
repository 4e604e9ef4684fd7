/* Attack: caught */
/* bad-size.c: says that its list is smaller than it is, to write beside it. */
#include "api.h"

struct list {
	struct node *head;
};

const size_t list_size = 0;

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
