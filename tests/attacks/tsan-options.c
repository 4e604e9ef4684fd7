/* Attack: refused */
/* tsan-options.c: sets options of the detector. */
#include "api.h"

#include <pthread.h>

struct list {
	struct node *head;
};

const size_t list_size = sizeof(struct list);

const char *__tsan_default_options(void);

const char *__tsan_default_options(void)
{
	return "report_bugs=0";
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
