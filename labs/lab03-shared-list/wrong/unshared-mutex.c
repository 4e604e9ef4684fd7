/* Misconception: A mutex in shared memory is shared by all. Caught by: hang-processes Loses: Processes Named: unshared */
/*
 * unshared-mutex.c: the default, PTHREAD_PROCESS_PRIVATE, promises nothing between processes, and
 * glibc uses that: in a process that has only one thread it locks without atomic instructions, so
 * two processes are inside together (nodes are lost, or glibc notices and aborts); and where it
 * does sleep, it sleeps on a futex that the kernel looks up within one process, so nobody wakes it.
 * Right under threads.
 */
#include "api.h"

#include <pthread.h>

struct list {
	struct node *head;
	pthread_mutex_t mutex;
};

const size_t list_size = sizeof(struct list);

void list_init(struct list *list)
{
	list->head = NULL;
	pthread_mutex_init(&list->mutex, NULL);
}

void list_push(struct list *list, struct node *node)
{
	pthread_mutex_lock(&list->mutex);
	node->next = list->head;
	list->head = node;
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
