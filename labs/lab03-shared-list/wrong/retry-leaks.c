/* Misconception: What the next attempt does not need goes away by itself. Caught by: grade Loses: Memory Named: leak */
/*
 * retry-leaks.c: each attempt notes what it saw in a block of its own, and only the one that succeeds
 * frees it. Alone every attempt succeeds; memory is lost only when two workers meet.
 */
#include "api.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>

struct list {
	_Atomic(struct node *) head;
};

struct attempt {
	struct node *seen;
};

const size_t list_size = sizeof(struct list);

void list_init(struct list *list)
{
	atomic_init(&list->head, NULL);
}

static bool try_push(struct list *list, struct node *node)
{
	struct attempt *attempt = malloc(sizeof *attempt);

	if (!attempt)
		abort();
	attempt->seen = atomic_load(&list->head);
	node->next = attempt->seen;
	if (!atomic_compare_exchange_strong(&list->head, &attempt->seen, node))
		return false;
	free(attempt);
	return true;
}

void list_push(struct list *list, struct node *node)
{
	while (!try_push(list, node))
		;
}

struct node *list_first(struct list *list)
{
	return atomic_load(&list->head);
}
