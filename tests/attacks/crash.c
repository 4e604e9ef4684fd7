/* Attack: caught */
/* crash.c: follows a null pointer. */
#include "api.h"

#include <pthread.h>

struct list {
	struct node *head;
};

const size_t list_size = sizeof(struct list);

static int *volatile nowhere;

void list_init(struct list *list)
{
	list->head = NULL;
	*nowhere = 1;
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
