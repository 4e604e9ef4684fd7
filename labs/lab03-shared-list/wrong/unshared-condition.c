/* Misconception: Only a mutex must be made shared, a condition just waits. Caught by: hang-processes Loses: Processes Named: unshared */
/*
 * unshared-condition.c: a condition that is not PTHREAD_PROCESS_SHARED sleeps on a futex that the
 * kernel looks up within one process, so a signal does not reach the waiter of another process.
 * Right under threads; the first worker that has to wait among processes sleeps for ever. Whatever
 * can put a worker to sleep must be made for sharing: mutex, condition, semaphore, lock.
 */
#include "api.h"

#include <pthread.h>
#include <stdbool.h>

struct list {
	struct node *head;
	pthread_mutex_t mutex;
	pthread_cond_t is_free;
	bool busy;
};

const size_t list_size = sizeof(struct list);

void list_init(struct list *list)
{
	pthread_mutexattr_t attributes;

	list->head = NULL;
	list->busy = false;
	pthread_mutexattr_init(&attributes);
	pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
	pthread_mutex_init(&list->mutex, &attributes);
	pthread_cond_init(&list->is_free, NULL);
}

static void enter(struct list *list)
{
	pthread_mutex_lock(&list->mutex);
	while (list->busy)
		pthread_cond_wait(&list->is_free, &list->mutex);
	list->busy = true;
	pthread_mutex_unlock(&list->mutex);
}

static void leave(struct list *list)
{
	pthread_mutex_lock(&list->mutex);
	list->busy = false;
	pthread_cond_signal(&list->is_free);
	pthread_mutex_unlock(&list->mutex);
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
