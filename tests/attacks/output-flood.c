/* Attack: caught */
/* output-flood.c: prints without end. */
#include "api.h"

#include <pthread.h>
#include <stdio.h>
struct list {
	struct node *head;
};

const size_t list_size = sizeof(struct list);

void list_init(struct list *list)
{
	list->head = NULL;
	for (;;)
		puts("all work and no play");
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
