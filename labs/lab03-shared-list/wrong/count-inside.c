/* Misconception: Whoever holds the lock may take all the time in the world. Caught by: grade Loses: Side by side Named: dawdling */
/*
 * count-inside.c: right, and useless: each push looks at all nodes while the others wait. A critical
 * section holds what must not be interrupted, and no more.
 */
#include "api.h"

#include <pthread.h>
#include <stdlib.h>

struct list {
	struct node *head;
	long count;
	pthread_mutex_t mutex;
};

const size_t list_size = sizeof(struct list);

void list_init(struct list *list)
{
	pthread_mutexattr_t attributes;

	list->head = NULL;
	pthread_mutexattr_init(&attributes);
	pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
	pthread_mutex_init(&list->mutex, &attributes);
	pthread_mutexattr_destroy(&attributes);
}

static long count_nodes(const struct list *list)
{
	long count = 0;

	for (const struct node *node = list->head; node; node = node->next)
		count++;
	return count;
}

void list_push(struct list *list, struct node *node)
{
	pthread_mutex_lock(&list->mutex);
	node->next = list->head;
	list->head = node;
	list->count++;
	if (list->count != count_nodes(list)) /* to be on the safe side */
		abort();
	pthread_mutex_unlock(&list->mutex);
}

struct node *list_first(struct list *list)
{
	struct node *first;

	pthread_mutex_lock(&list->mutex);
	first = list->head;
	pthread_mutex_unlock(&list->mutex);
	return first;
}
