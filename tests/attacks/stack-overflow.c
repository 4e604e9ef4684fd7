/* Attack: caught */
/* stack-overflow.c: recurses without end. */
#include "api.h"

#include <pthread.h>

struct list {
	struct node *head;
};

const size_t list_size = sizeof(struct list);

static int deeper(int depth)
{
	volatile char room[4096];

	room[0] = (char)depth;
	return deeper(depth + 1) + room[0];
}

void list_init(struct list *list)
{
	list->head = NULL;
	deeper(0);
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
