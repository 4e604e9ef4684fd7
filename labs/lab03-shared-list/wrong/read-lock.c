/* Misconception: A read-write lock protects, whichever of its two sides one takes. Caught by: tsan Loses: Threads, ThreadSanitizer, In order, Processes, Side by side Named: read-side */
/*
 * read-lock.c: the read side lets all in together: it only keeps writers out. Whoever writes needs
 * the write side.
 */
#include "api.h"

#include <pthread.h>

struct list {
	struct node *head;
	pthread_rwlock_t lock;
};

const size_t list_size = sizeof(struct list);

void list_init(struct list *list)
{
	pthread_rwlockattr_t attributes;

	list->head = NULL;
	pthread_rwlockattr_init(&attributes);
	pthread_rwlockattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
	pthread_rwlock_init(&list->lock, &attributes);
}

void list_push(struct list *list, struct node *node)
{
	pthread_rwlock_rdlock(&list->lock);
	node->next = list->head;
	list->head = node;
	pthread_rwlock_unlock(&list->lock);
}

struct node *list_first(struct list *list)
{
	struct node *first;

	pthread_rwlock_rdlock(&list->lock);
	first = list->head;
	pthread_rwlock_unlock(&list->lock);
	return first;
}
