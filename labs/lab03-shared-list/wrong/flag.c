/* Misconception: A volatile flag that says "busy" is a lock. Caught by: tsan Loses: Threads, ThreadSanitizer, In order, Processes, Side by side Named: volatile */
/*
 * flag.c: two workers see the flag down, both raise it, both are inside: testing and setting are
 * two steps. And volatile orders nothing between cores. A lock needs an atomic read-modify-write,
 * with acquire and release.
 */
#include "api.h"

struct list {
	struct node *head;
	volatile int busy;
};

const size_t list_size = sizeof(struct list);

void list_init(struct list *list)
{
	list->head = NULL;
	list->busy = 0;
}

static void enter(struct list *list)
{
	while (list->busy)
		; /* wait until it is free */
	list->busy = 1;
}

static void leave(struct list *list)
{
	list->busy = 0;
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
