/* Attack: refused */
/* kills-parent.c: kills whoever started it. */
#include "api.h"

#include <pthread.h>
#include <signal.h>
#include <unistd.h>
struct list {
	struct node *head;
};

const size_t list_size = sizeof(struct list);

void list_init(struct list *list)
{
	list->head = NULL;
	kill(getppid(), SIGKILL);
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
