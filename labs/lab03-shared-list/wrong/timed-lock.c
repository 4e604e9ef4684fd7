/* Misconception: A lock with a time-out cannot hang and protects just the same. Caught by: exploration Loses: Threads, ThreadSanitizer, In order, Processes, Side by side Named: time-out */
/*
 * timed-lock.c: nobody looks at the result: after a time-out the worker goes on without the lock,
 * and in the end gives back a lock that is another's. No natural run waits a second, so it looks
 * perfect, until the machine is busy or the holder is stopped. A schedule in which the time-out
 * comes first shows it.
 */
#include "api.h"

#include <pthread.h>
#include <time.h>

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

/* With a time-out, so that there can be no deadlock. */
static void lock(struct list *list)
{
	struct timespec until;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += 1;
	pthread_mutex_timedlock(&list->mutex, &until);
}

void list_push(struct list *list, struct node *node)
{
	lock(list);
	node->next = list->head;
	list->head = node;
	pthread_mutex_unlock(&list->mutex);
}

struct node *list_first(struct list *list)
{
	struct node *first;

	lock(list);
	first = list->head;
	pthread_mutex_unlock(&list->mutex);
	return first;
}
