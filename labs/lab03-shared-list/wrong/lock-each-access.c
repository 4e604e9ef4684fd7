/* Misconception: If each access to the head is locked, the whole is safe. Caught by: invariant Loses: Threads, In order, Processes, Side by side Named: split */
/*
 * lock-each-access.c: every access is protected, so there is no data race and ThreadSanitizer has
 * nothing to say. But between the two critical sections others push, and their nodes are
 * forgotten: what must look like one step (atomicity) has to be one critical section. Free of data
 * races is not free of races.
 */
#include "api.h"

#include <pthread.h>

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

/* Getter and setter are thread-safe... */
static struct node *get_head(struct list *list)
{
	struct node *head;

	pthread_mutex_lock(&list->mutex);
	head = list->head;
	pthread_mutex_unlock(&list->mutex);
	return head;
}

static void set_head(struct list *list, struct node *node)
{
	pthread_mutex_lock(&list->mutex);
	list->head = node;
	pthread_mutex_unlock(&list->mutex);
}

/* ...so this is, too. */
void list_push(struct list *list, struct node *node)
{
	node->next = get_head(list);
	set_head(list, node);
}

struct node *list_first(struct list *list)
{
	return get_head(list);
}
