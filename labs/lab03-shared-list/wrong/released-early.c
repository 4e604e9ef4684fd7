/* Misconception: Hold a lock as briefly as possible: it is only needed to read the head. Caught by: tsan Loses: Threads, ThreadSanitizer, In order, Processes, Side by side Named: unordered */
/*
 * released-early.c: the lock is given back before the write that depends on what was read under
 * it. Short critical sections are good, but all of one update belongs into one of them.
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
	pthread_mutex_lock(&list->mutex);
	node->next = list->head;
	pthread_mutex_unlock(&list->mutex);
	list->head = node;
}

struct node *list_first(struct list *list)
{
	struct node *first;

	pthread_mutex_lock(&list->mutex);
	first = list->head;
	pthread_mutex_unlock(&list->mutex);
	return first;
}
