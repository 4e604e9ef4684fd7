/* Misconception: A lock is given back when the function returns. Caught by: hang Loses: Alone, Threads, ThreadSanitizer, In order, Processes, Memory, Side by side Named: for-ever */
/*
 * forgotten-unlock.c: the path for the empty list returns with the lock held (C has no
 * destructors). The next to ask for it waits for ever, be it the same worker: serial code hangs,
 * too. Every path out must unlock; best there is only one.
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
	if (!list->head) { /* the first node */
		node->next = NULL;
		list->head = node;
		return;
	}
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
