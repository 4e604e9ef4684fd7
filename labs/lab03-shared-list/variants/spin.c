/*
 * spin.c: the same cure with a lock that waits by spinning, in C11 atomics.
 *
 * Acquire and release pair up: what one holder wrote, the next one sees. The yield keeps a waiter
 * from burning the very time slice that the holder needs to finish.
 */
#include "api.h"

#include <sched.h>
#include <stdatomic.h>

struct list {
	struct node *head;
	atomic_flag taken;
};

const size_t list_size = sizeof(struct list);

void list_init(struct list *list)
{
	list->head = NULL;
	atomic_flag_clear(&list->taken);
}

static void take(struct list *list)
{
	for (int tries = 1; atomic_flag_test_and_set_explicit(&list->taken, memory_order_acquire);
	     tries++)
		if (tries % 64 == 0)
			sched_yield();
}

static void give_back(struct list *list)
{
	atomic_flag_clear_explicit(&list->taken, memory_order_release);
}

void list_push(struct list *list, struct node *node)
{
	take(list);
	node->next = list->head;
	list->head = node;
	give_back(list);
}

struct node *list_first(struct list *list)
{
	struct node *first;

	take(list);
	first = list->head;
	give_back(list);
	return first;
}
