/* Misconception: Two locks, for odd and even workers, make it safe and twice as fast. Caught by: tsan Loses: Threads, ThreadSanitizer, In order, Processes, Side by side Named: unordered */
/*
 * two-locks.c: a lock protects data only if everybody who touches the data takes the same one.
 * Workers 0 and 1 hold different locks and change the same head. What is to be learnt: a lock
 * belongs to data, not to a worker.
 */
#include "api.h"

#include <pthread.h>

struct list {
	struct node *head;
	pthread_mutex_t mutex[2]; /* odd and even workers */
};

const size_t list_size = sizeof(struct list);

void list_init(struct list *list)
{
	pthread_mutexattr_t attributes;

	list->head = NULL;
	pthread_mutexattr_init(&attributes);
	pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
	pthread_mutex_init(&list->mutex[0], &attributes);
	pthread_mutex_init(&list->mutex[1], &attributes);
}

void list_push(struct list *list, struct node *node)
{
	pthread_mutex_t *mutex = &list->mutex[node->owner % 2];

	pthread_mutex_lock(mutex);
	node->next = list->head;
	list->head = node;
	pthread_mutex_unlock(mutex);
}

struct node *list_first(struct list *list)
{
	struct node *first;

	pthread_mutex_lock(&list->mutex[0]);
	first = list->head;
	pthread_mutex_unlock(&list->mutex[0]);
	return first;
}
