/* Misconception: The pointer to the mutex lies in the shared list, so the mutex is shared. Caught by: invariant-processes Loses: Processes Named: copies */
/*
 * malloc-mutex.c: the pointer is shared, what it points to is not: malloc takes private memory, of
 * which fork gives each process a copy at the same address. All hold the same pointer and
 * different mutexes. PTHREAD_PROCESS_SHARED says how a mutex is used, it moves nothing.
 */
#include "api.h"

#include <pthread.h>
#include <stdlib.h>

struct list {
	struct node *head;
	pthread_mutex_t *mutex;
};

const size_t list_size = sizeof(struct list);

void list_init(struct list *list)
{
	pthread_mutexattr_t attributes;

	list->head = NULL;
	list->mutex = malloc(sizeof *list->mutex);
	if (!list->mutex)
		abort();
	pthread_mutexattr_init(&attributes);
	pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
	pthread_mutex_init(list->mutex, &attributes);
}

void list_push(struct list *list, struct node *node)
{
	pthread_mutex_lock(list->mutex);
	node->next = list->head;
	list->head = node;
	pthread_mutex_unlock(list->mutex);
}

struct node *list_first(struct list *list)
{
	struct node *first;

	pthread_mutex_lock(list->mutex);
	first = list->head;
	pthread_mutex_unlock(list->mutex);
	return first;
}
