/* Attack: caught */
/* nothing-pushed.c: leaves out the work: what is not there cannot be lost. */
#include "api.h"

struct list {
	int unused;
};

const size_t list_size = sizeof(struct list);

void list_init(struct list *list)
{
	(void)list;
}

void list_push(struct list *list, struct node *node)
{
	(void)list;
	(void)node;
}

struct node *list_first(struct list *list)
{
	(void)list;
	return NULL;
}
