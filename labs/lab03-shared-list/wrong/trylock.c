/* Misconception: Trylock takes the lock when it is free; when it is busy, it soon will be. Caught by: tsan Loses: Threads, ThreadSanitizer, In order, Processes, Side by side Named: trylock */
/*
 * trylock.c: trylock does not wait: when it fails, the caller has no lock and must not enter. Here
 * it enters all the same, just when somebody else is inside.
 */
#include "api.h"

#include <pthread.h>
#include <stdbool.h>

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
	bool locked = pthread_mutex_trylock(&list->mutex) == 0; /* faster than lock */

	node->next = list->head;
	list->head = node;
	if (locked)
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
