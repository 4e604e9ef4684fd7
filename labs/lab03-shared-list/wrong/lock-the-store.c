/* Misconception: Only the write to the head must be locked: that is where it gets changed. Caught by: tsan Loses: Threads, ThreadSanitizer, In order, Processes, Side by side Named: unordered */
/*
 * lock-the-store.c: the head is read before the lock is taken, and is old by the time it is used.
 * The critical section must reach from the first read to the last write that depends on it.
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
	pthread_mutexattr_t attributes;

	list->head = NULL;
	pthread_mutexattr_init(&attributes);
	pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
	pthread_mutex_init(&list->mutex, &attributes);
}

void list_push(struct list *list, struct node *node)
{
	node->next = list->head; /* our own node, nobody else sees it yet */
	pthread_mutex_lock(&list->mutex);
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
