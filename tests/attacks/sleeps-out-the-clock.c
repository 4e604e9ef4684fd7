/* Attack: caught */
/* sleeps-out-the-clock.c: waits until the grader gives up. */
#include "api.h"

#include <pthread.h>
#include <unistd.h>
struct list {
	struct node *head;
};

const size_t list_size = sizeof(struct list);

void list_init(struct list *list)
{
	list->head = NULL;
	sleep(100000);
}

void list_push(struct list *list, struct node *node)
{
	node->next = list->head;
	list->head = node;
}

struct node *list_first(struct list *list)
{
	return list->head;
}
