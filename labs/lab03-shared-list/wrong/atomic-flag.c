/* Misconception: A flag that is atomic is a lock. Caught by: invariant Loses: Threads, ThreadSanitizer, In order, Processes, Side by side Named: two-steps */
/*
 * atomic-flag.c: testing and setting are two atomic steps, and another worker fits in between: both
 * are inside. (ThreadSanitizer sees their plain accesses to the head collide, but only in runs in
 * which that happens; in the others the flag orders everything.) It takes one step that does both:
 * atomic_exchange or atomic_flag_test_and_set.
 */
#include "api.h"

#include <stdatomic.h>

struct list {
	struct node *head;
	atomic_int busy;
};

const size_t list_size = sizeof(struct list);

void list_init(struct list *list)
{
	list->head = NULL;
	atomic_init(&list->busy, 0);
}

static void enter(struct list *list)
{
	while (atomic_load(&list->busy))
		; /* wait until it is free */
	atomic_store(&list->busy, 1);
}

static void leave(struct list *list)
{
	atomic_store(&list->busy, 0);
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
