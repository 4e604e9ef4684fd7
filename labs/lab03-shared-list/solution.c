/*
 * solution.c: one lock around every access, shared between processes too.
 *
 * Why it works: reading the head and writing it back must look like one step to everybody else.
 * The mutex lets one worker at a time between lock and unlock (mutual exclusion), and what that
 * worker wrote is seen by the next one to lock it (happens-before). It lies inside the list, so
 * all workers use the same one, and it is PTHREAD_PROCESS_SHARED, so that the kernel wakes a
 * waiter that is another process.
 */
#include "api.h"

#include <pthread.h>
#include <stdlib.h>

struct list {
	struct node *head;
	pthread_mutex_t mutex;
};

const size_t list_size = sizeof(struct list);

/* These fail only when misused; a lab that goes on without its lock would tell lies. */
static void must(int error)
{
	if (error)
		abort();
}

void list_init(struct list *list)
{
	pthread_mutexattr_t attributes;

	list->head = NULL;
	must(pthread_mutexattr_init(&attributes));
	must(pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED));
	must(pthread_mutex_init(&list->mutex, &attributes));
	must(pthread_mutexattr_destroy(&attributes));
}

/* DOC: the critical section */
void list_push(struct list *list, struct node *node)
{
	must(pthread_mutex_lock(&list->mutex));
	node->next = list->head;
	list->head = node;
	must(pthread_mutex_unlock(&list->mutex));
}

struct node *list_first(struct list *list)
{
	struct node *first;

	must(pthread_mutex_lock(&list->mutex));
	first = list->head;
	must(pthread_mutex_unlock(&list->mutex));
	return first;
}
