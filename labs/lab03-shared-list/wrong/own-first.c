/* Misconception: Who has just pushed a node knows what is in front. Caught by: grade Loses: In order Named: stale */
/*
 * own-first.c: nothing is lost, nothing races, and still it is wrong: by the time one looks, somebody
 * else's node may be in front. What others change must be looked at under the lock each time.
 */
#include "api.h"

#include <pthread.h>

struct list {
	struct node *head;
	pthread_mutex_t mutex;
};

const size_t list_size = sizeof(struct list);

/* What this worker has pushed last. */
static _Thread_local struct node *seen;

void list_init(struct list *list)
{
	pthread_mutexattr_t attributes;

	list->head = NULL;
	pthread_mutexattr_init(&attributes);
	pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
	pthread_mutex_init(&list->mutex, &attributes);
	pthread_mutexattr_destroy(&attributes);
}

void list_push(struct list *list, struct node *node)
{
	pthread_mutex_lock(&list->mutex);
	node->next = list->head;
	list->head = node;
	seen = node;
	pthread_mutex_unlock(&list->mutex);
}

struct node *list_first(struct list *list)
{
	struct node *first = seen;

	if (!first) {
		pthread_mutex_lock(&list->mutex);
		first = list->head;
		pthread_mutex_unlock(&list->mutex);
	}
	return first;
}
