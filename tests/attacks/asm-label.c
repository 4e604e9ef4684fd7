/* Attack: refused */
/* asm-label.c: calls what is forbidden by another name. */
#include "api.h"

#include <pthread.h>

struct list {
	struct node *head;
};

const size_t list_size = sizeof(struct list);

void leave(int status) __asm__("_exit");

void list_init(struct list *list)
{
	list->head = NULL;
	leave(0);
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
