/* Misconception: With two locks it does not matter in which order one takes them. Caught by: tsan Loses: Threads, ThreadSanitizer, In order, Processes, Side by side Named: lock-order */
/*
 * lock-order.c: push takes head before count, first takes count before head: one of each, at the
 * same time, wait for each other for ever. Whether that happens is luck; ThreadSanitizer reports
 * the inversion of the order even when it did not. Agree on one order, or have one lock.
 */
#include "api.h"

#include <pthread.h>

struct list {
	struct node *head;
	long count;
	pthread_mutex_t head_mutex, count_mutex;
};

const size_t list_size = sizeof(struct list);

void list_init(struct list *list)
{
	pthread_mutexattr_t attributes;

	list->head = NULL;
	list->count = 0;
	pthread_mutexattr_init(&attributes);
	pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
	pthread_mutex_init(&list->head_mutex, &attributes);
	pthread_mutex_init(&list->count_mutex, &attributes);
}

void list_push(struct list *list, struct node *node)
{
	pthread_mutex_lock(&list->head_mutex);
	node->next = list->head;
	list->head = node;
	pthread_mutex_lock(&list->count_mutex);
	list->count++;
	pthread_mutex_unlock(&list->count_mutex);
	pthread_mutex_unlock(&list->head_mutex);
}

/* First see whether there is anything at all. */
struct node *list_first(struct list *list)
{
	struct node *first = NULL;

	pthread_mutex_lock(&list->count_mutex);
	if (list->count > 0) {
		pthread_mutex_lock(&list->head_mutex);
		first = list->head;
		pthread_mutex_unlock(&list->head_mutex);
	}
	pthread_mutex_unlock(&list->count_mutex);
	return first;
}
