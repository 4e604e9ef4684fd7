/* lab03-rwlock.c: a right fix: a process-shared read-write lock; readers look at the same time. */
#include "api.h"

#include <pthread.h>

struct list {
	pthread_rwlock_t lock;
	struct node *head;
};

const size_t list_size = sizeof(struct list);

void list_init(struct list *list)
{
	pthread_rwlockattr_t attributes;

	list->head = NULL;
	pthread_rwlockattr_init(&attributes);
	pthread_rwlockattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
	pthread_rwlock_init(&list->lock, &attributes);
	pthread_rwlockattr_destroy(&attributes);
}

void list_push(struct list *list, struct node *node)
{
	pthread_rwlock_wrlock(&list->lock);
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
