/* Misconception: A worker that finds the lock busy can go to sleep: the next signal wakes it. Caught by: exploration Loses: Threads, In order, Processes, Side by side Named: lost-wake-up */
/*
 * lost-wakeup.c: between finding the lock busy and going to sleep, the holder may give it back and
 * signal to nobody. Later signals wake the sleeper, so only a loss of the last one of all hangs,
 * which is rare; and all accesses are ordered, so ThreadSanitizer is silent. Test the state and go
 * to sleep under one mutex, and change the state under it, too.
 */
#include "api.h"

#include <pthread.h>
#include <stdatomic.h>

struct list {
	struct node *head;
	atomic_int busy;
	pthread_mutex_t mutex;
	pthread_cond_t free;
};

const size_t list_size = sizeof(struct list);

void list_init(struct list *list)
{
	pthread_mutexattr_t mutex;
	pthread_condattr_t condition;

	list->head = NULL;
	atomic_init(&list->busy, 0);
	pthread_mutexattr_init(&mutex);
	pthread_mutexattr_setpshared(&mutex, PTHREAD_PROCESS_SHARED);
	pthread_mutex_init(&list->mutex, &mutex);
	pthread_condattr_init(&condition);
	pthread_condattr_setpshared(&condition, PTHREAD_PROCESS_SHARED);
	pthread_cond_init(&list->free, &condition);
}

static void enter(struct list *list)
{
	while (atomic_exchange(&list->busy, 1)) { /* test and set in one step */
		pthread_mutex_lock(&list->mutex);
		pthread_cond_wait(&list->free, &list->mutex);
		pthread_mutex_unlock(&list->mutex);
	}
}

static void leave(struct list *list)
{
	atomic_store(&list->busy, 0);
	pthread_cond_signal(&list->free);
}

void list_push(struct list *list, struct node *node)
{
	enter(list);
	node->next = list->head;
	list->head = node;
	leave(list);
}

struct node *list_first(struct list *list)
{
	struct node *first;

	enter(list);
	first = list->head;
	leave(list);
	return first;
}
