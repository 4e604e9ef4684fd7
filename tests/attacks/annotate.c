/* Attack: refused */
/* annotate.c: tells the detector to look away, by the older name. */
#include "api.h"

#include <pthread.h>

struct list {
	struct node *head;
};

const size_t list_size = sizeof(struct list);

void AnnotateIgnoreReadsBegin(const char *file, int line);

void list_init(struct list *list)
{
	list->head = NULL;
}

void list_push(struct list *list, struct node *node)
{
	AnnotateIgnoreReadsBegin(__FILE__, __LINE__);
	node->next = list->head;
	list->head = node;
}

struct node *list_first(struct list *list)
{
	return list->head;
}
