/* Misconception: If the workers take turns, there is only ever one at it. Caught by: hang Loses: Alone, Threads, ThreadSanitizer, In order, Processes, Memory, Side by side Named: for-ever */
/*
 * turns.c: strict alternation excludes the others, but whoever's turn it is may not come: it has
 * finished, or is slow, or there are more workers than were thought of (here: two). A lock must be
 * free for whoever asks while nobody is inside (progress).
 */
#include "api.h"

#include <sched.h>
#include <stdatomic.h>

struct list {
	_Atomic(struct node *) head;
	atomic_int turn;
};

const size_t list_size = sizeof(struct list);

void list_init(struct list *list)
{
	atomic_init(&list->head, NULL);
	atomic_init(&list->turn, 0);
}

void list_push(struct list *list, struct node *node)
{
	while (atomic_load(&list->turn) != node->owner)
		sched_yield();
	node->next = list->head;
	list->head = node;
	atomic_store(&list->turn, 1 - node->owner); /* now the other one */
}

struct node *list_first(struct list *list)
{
	return atomic_load(&list->head);
}
