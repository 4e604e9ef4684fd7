/* Attack: refused */
/* jumps-out.c: leaves the check by a jump. */
#include "api.h"

#include <pthread.h>
#include <setjmp.h>
struct list {
	struct node *head;
};

const size_t list_size = sizeof(struct list);

static jmp_buf away;

void list_init(struct list *list)
{
	list->head = NULL;
	longjmp(away, 1);
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
