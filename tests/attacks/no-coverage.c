/* Attack: refused */
/* no-coverage.c: asks not to be interrupted at bad moments. */
#include "api.h"

struct list {
	struct node *head;
};

const size_t list_size = sizeof(struct list);

void list_init(struct list *list)
{
	list->head = NULL;
}

__attribute__((no_sanitize("coverage"))) void list_push(struct list *list, struct node *node)
{
	node->next = list->head;
	list->head = node;
}

struct node *list_first(struct list *list)
{
	return list->head;
}
