/* Misconception: One atomic exchange makes a lock, in whatever memory order. Caught by: tsan Loses: Threads, ThreadSanitizer, In order, Processes, Side by side Named: relaxed */
/*
 * relaxed-lock.c: it excludes, as the exchange is atomic in any order. But a lock has to do two
 * things: keep others out, and show them what was done inside. Relaxed operations do not order the
 * plain accesses to the head; compilers and weaker processors may move them out of the section, so
 * there is no happens-before. Acquire to enter, release to leave.
 */
#include "api.h"

#include <sched.h>
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
	while (atomic_exchange_explicit(&list->busy, 1, memory_order_relaxed))
		sched_yield();
}

static void leave(struct list *list)
{
	atomic_store_explicit(&list->busy, 0, memory_order_relaxed);
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
