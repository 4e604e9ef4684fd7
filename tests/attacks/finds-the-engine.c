/* Attack: refused */
/* finds-the-engine.c: reaches for the state of the judge. */
#include "api.h"

#include <pthread.h>

struct list {
	struct node *head;
};

const size_t list_size = sizeof(struct list);

extern int engine;

void list_init(struct list *list)
{
	list->head = NULL;
	engine = 0;
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
