/* Attack: caught */
/* huge-state.c: says that its list is larger than there is room for. */
#include "api.h"

struct list {
	char room[1 << 30];
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
