/* Misconception: A global mutex is there only once, so all workers lock the same one. Caught by: invariant-processes Loses: Processes, Side by side Named: copies */
/*
 * static-mutex.c: once per process. fork copies global variables, so each process locks a copy of
 * its own, and none ever waits for another. The lock must lie where the data lies: in memory that
 * is shared.
 */
#include "api.h"

#include <pthread.h>

struct list {
	struct node *head;
};

const size_t list_size = sizeof(struct list);

/* One lock for everybody. */
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

void list_init(struct list *list)
{
	list->head = NULL;
}

void list_push(struct list *list, struct node *node)
{
	pthread_mutex_lock(&mutex);
	node->next = list->head;
	list->head = node;
	pthread_mutex_unlock(&mutex);
}

struct node *list_first(struct list *list)
{
	struct node *first;

	pthread_mutex_lock(&mutex);
	first = list->head;
	pthread_mutex_unlock(&mutex);
	return first;
}
