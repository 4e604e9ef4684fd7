/* lab03-spin.c: a right fix: a spinlock out of C11 atomics, in the shared list. */
#include "api.h"

#include <sched.h>
#include <stdatomic.h>

struct list {
	atomic_flag busy;
	struct node *head;
};

const size_t list_size = sizeof(struct list);

void list_init(struct list *list)
{
	atomic_flag_clear(&list->busy);
	list->head = NULL;
}

static void enter(struct list *list)
{
	while (atomic_flag_test_and_set_explicit(&list->busy, memory_order_acquire))
		sched_yield();
}

static void leave(struct list *list)
{
	atomic_flag_clear_explicit(&list->busy, memory_order_release);
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
