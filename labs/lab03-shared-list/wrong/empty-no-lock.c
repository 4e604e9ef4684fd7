/* Misconception: An empty list needs no lock: there is nothing in it that could be lost. Caught by: exploration Loses: Threads, In order, Processes, Side by side Named: two-steps */
/*
 * empty-no-lock.c: check, then act: two workers both find the list empty and both make their node
 * the first. The window opens once, at the very start, so natural runs rarely show it; and as the
 * head is atomic, ThreadSanitizer is silent. All that decides about an update belongs into its
 * critical section.
 */
#include "api.h"

#include <pthread.h>
#include <stdatomic.h>

struct list {
	_Atomic(struct node *) head;
	pthread_mutex_t mutex;
};

const size_t list_size = sizeof(struct list);

void list_init(struct list *list)
{
	pthread_mutexattr_t attributes;

	atomic_init(&list->head, NULL);
	pthread_mutexattr_init(&attributes);
	pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
	pthread_mutex_init(&list->mutex, &attributes);
}

void list_push(struct list *list, struct node *node)
{
	if (atomic_load(&list->head) == NULL) {
		node->next = NULL;
		atomic_store(&list->head, node); /* the first one, nothing to protect */
		return;
	}
	pthread_mutex_lock(&list->mutex);
	node->next = atomic_load(&list->head);
	atomic_store(&list->head, node);
	pthread_mutex_unlock(&list->mutex);
}

struct node *list_first(struct list *list)
{
	return atomic_load(&list->head);
}
