/* Misconception: A function that locks a mutex is safe, wherever the mutex lives. Caught by: tsan Loses: Threads, ThreadSanitizer, In order, Processes, Side by side Named: own-lock */
/*
 * lock-per-call.c: the mutex is a local variable: every call makes one of its own, which nobody
 * else can ever hold. A lock excludes only those who lock the same object.
 */
#include "api.h"

#include <pthread.h>

struct list {
	struct node *head;
};

const size_t list_size = sizeof(struct list);

void list_init(struct list *list)
{
	list->head = NULL;
}

void list_push(struct list *list, struct node *node)
{
	pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

	pthread_mutex_lock(&mutex);
	node->next = list->head;
	list->head = node;
	pthread_mutex_unlock(&mutex);
}

struct node *list_first(struct list *list)
{
	pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
	struct node *first;

	pthread_mutex_lock(&mutex);
	first = list->head;
	pthread_mutex_unlock(&mutex);
	return first;
}
