/* Attack: refused */
/* redefines-lock.c: replaces the lock by one that does nothing. */
#include "api.h"

#include <pthread.h>

struct list {
	struct node *head;
};

const size_t list_size = sizeof(struct list);

int pthread_mutex_lock(pthread_mutex_t *mutex)
{
	(void)mutex;
	return 0;
}

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
