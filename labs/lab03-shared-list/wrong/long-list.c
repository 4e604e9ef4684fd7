/* Misconception: Once there are many nodes, one more or less does not matter, so the lock may go. Caught by: grade Loses: Threads, In order, Processes, Side by side Named: two-steps */
/*
 * long-list.c: the first nodes are pushed under the lock, all others by two atomic steps. Scenarios small
 * enough to try every interleaving of never get that far.
 */
#include "api.h"

#include <pthread.h>
#include <stdatomic.h>

#define FEW 50

struct list {
	_Atomic(struct node *) head;
	atomic_int count;
	pthread_mutex_t mutex;
};

const size_t list_size = sizeof(struct list);

void list_init(struct list *list)
{
	pthread_mutexattr_t attributes;

	atomic_init(&list->head, NULL);
	atomic_init(&list->count, 0);
	pthread_mutexattr_init(&attributes);
	pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
	pthread_mutex_init(&list->mutex, &attributes);
	pthread_mutexattr_destroy(&attributes);
}

static void insert(struct list *list, struct node *node)
{
	node->next = atomic_load(&list->head);
	atomic_store(&list->head, node);
	atomic_fetch_add(&list->count, 1);
}

void list_push(struct list *list, struct node *node)
{
	if (atomic_load(&list->count) >= FEW) {
		insert(list, node);
		return;
	}
	pthread_mutex_lock(&list->mutex);
	insert(list, node);
	pthread_mutex_unlock(&list->mutex);
}

struct node *list_first(struct list *list)
{
	return atomic_load(&list->head);
}
