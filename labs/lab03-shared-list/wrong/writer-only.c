/* Misconception: Only writers need the lock: reading changes nothing. Caught by: tsan Loses: Threads, ThreadSanitizer, In order, Processes, Side by side Named: unordered */
/*
 * writer-only.c: no node is lost, and on x86-64 no run shows a thing. But the reader has no
 * happens-before with the push that made the node: compiler and weaker processors may let it see
 * the new head before the node's members. A read that races with a write is undefined in C.
 * Readers need the lock, too (or an acquire load that pairs with a release).
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
	list->head = node;
	pthread_mutex_unlock(&list->mutex);
}

/* No lock needed, this only reads. */
struct node *list_first(struct list *list)
{
	return list->head;
}
