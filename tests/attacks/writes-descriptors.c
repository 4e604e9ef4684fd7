/* Attack: refused */
/* writes-descriptors.c: writes to every descriptor it may have inherited. */
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
	for (int fd = 3; fd < 256; fd++)
		(void)!write(fd, "20", 2);
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
