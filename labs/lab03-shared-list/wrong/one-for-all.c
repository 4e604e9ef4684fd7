/* Misconception: One lock more can do no harm: safe is safe. Caught by: grade Loses: Processes, Side by side Named: one-for-all */
/*
 * one-for-all.c: the list has a lock, and there is one more for everything. No node is lost, but whoever
 * works on one list now waits for those who work on another; and each process has an "everything" of
 * its own, so that what it was to protect it would not.
 */
#include "api.h"

#include <pthread.h>

struct list {
	struct node *head;
	pthread_mutex_t mutex;
};

const size_t list_size = sizeof(struct list);

static pthread_mutex_t everything = PTHREAD_MUTEX_INITIALIZER;

void list_init(struct list *list)
{
	pthread_mutexattr_t attributes;

	list->head = NULL;
	pthread_mutexattr_init(&attributes);
	pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
	pthread_mutex_init(&list->mutex, &attributes);
	pthread_mutexattr_destroy(&attributes);
}

static void lock(struct list *list)
{
	pthread_mutex_lock(&everything);
	pthread_mutex_lock(&list->mutex);
}

static void unlock(struct list *list)
{
	pthread_mutex_unlock(&list->mutex);
	pthread_mutex_unlock(&everything);
}

void list_push(struct list *list, struct node *node)
{
	lock(list);
	node->next = list->head;
	list->head = node;
	unlock(list);
}

struct node *list_first(struct list *list)
{
	struct node *first;

	lock(list);
	first = list->head;
	unlock(list);
	return first;
}
