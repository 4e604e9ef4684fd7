/* Attack: refused */
/* section.c: has itself called at the start. */
#include "api.h"

#include <pthread.h>

struct list {
	struct node *head;
};

const size_t list_size = sizeof(struct list);

static void early(void)
{
}

static void (*const start)(void) __attribute__((section(".init_array"), used)) = early;

void list_init(struct list *list)
{
	list->head = NULL;
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
