/* Misconception: Whoever holds a lock may take it again, for example through a helper. Caught by: hang Loses: Alone, Threads, ThreadSanitizer, In order, Processes, Memory, Side by side Named: for-ever */
/*
 * self-deadlock.c: a plain mutex does not know its owner: the second lock waits for the first,
 * which waits for it. The very first push hangs, with one worker already. Take the lock in the
 * outermost function, and let helpers expect it to be held.
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

struct node *list_first(struct list *list)
{
	struct node *first;

	pthread_mutex_lock(&list->mutex);
	first = list->head;
	pthread_mutex_unlock(&list->mutex);
	return first;
}

void list_push(struct list *list, struct node *node)
{
	pthread_mutex_lock(&list->mutex);
	node->next = list_first(list);
	list->head = node;
	pthread_mutex_unlock(&list->mutex);
}
