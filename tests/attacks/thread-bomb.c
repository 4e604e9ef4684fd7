/* Attack: caught */
/* thread-bomb.c: starts threads without end. */
#include "api.h"

#include <pthread.h>

struct list {
	struct node *head;
};

const size_t list_size = sizeof(struct list);

static void *idle(void *arg)
{
	for (;;)
		;
	return arg;
}

void list_init(struct list *list)
{
	list->head = NULL;
	pthread_t thread;

	while (pthread_create(&thread, NULL, idle, NULL) == 0)
		;
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
