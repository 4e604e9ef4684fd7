/* Misconception: A semaphore starts with the number of cores. Caught by: invariant Loses: Threads, ThreadSanitizer, In order, Processes, Side by side Named: room-for-two */
/*
 * semaphore-two.c: the initial value is how many may be inside together, and inside a critical
 * section that is one. With two, the semaphore lets in exactly the pair that collides. (Whenever
 * they do not collide, wait and post order them: ThreadSanitizer sees the race in most runs only.)
 */
#include "api.h"

#include <semaphore.h>

struct list {
	struct node *head;
	sem_t semaphore;
};

const size_t list_size = sizeof(struct list);

void list_init(struct list *list)
{
	list->head = NULL;
	sem_init(&list->semaphore, 1, 2); /* two cores */
}

void list_push(struct list *list, struct node *node)
{
	sem_wait(&list->semaphore);
	node->next = list->head;
	list->head = node;
	sem_post(&list->semaphore);
}

struct node *list_first(struct list *list)
{
	struct node *first;

	sem_wait(&list->semaphore);
	first = list->head;
	sem_post(&list->semaphore);
	return first;
}
