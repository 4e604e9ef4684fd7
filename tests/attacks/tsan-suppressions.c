/* Attack: refused */
/* tsan-suppressions.c: tells the detector what not to report. */
#include "api.h"

#include <pthread.h>

struct list {
	struct node *head;
};

const size_t list_size = sizeof(struct list);

const char *__tsan_default_suppressions(void);

const char *__tsan_default_suppressions(void)
{
	return "race:*";
}

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
