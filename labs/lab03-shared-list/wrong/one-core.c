/* Misconception: On one core nothing happens at the same time, so there is no race. Caught by: tsan Loses: Threads, ThreadSanitizer, In order, Processes, Side by side Named: one-core */
/*
 * one-core.c: one core runs several workers by switching between them, and it may switch inside
 * the update. The race only becomes rarer, and there is still no happens-before between the
 * workers, which is why ThreadSanitizer is not deceived.
 */
#include "api.h"

#include <sched.h>
#include <stdbool.h>

struct list {
	struct node *head;
};

const size_t list_size = sizeof(struct list);

void list_init(struct list *list)
{
	list->head = NULL;
}

/* Move this worker to the first core it may run on. */
static void use_one_core(void)
{
	static _Thread_local bool done;
	cpu_set_t cores, one;
	size_t core = 0;

	if (done)
		return;
	done = true;
	sched_getaffinity(0, sizeof cores, &cores);
	while (core < CPU_SETSIZE - 1 && !CPU_ISSET(core, &cores))
		core++;
	CPU_ZERO(&one);
	CPU_SET(core, &one);
	sched_setaffinity(0, sizeof one, &one);
}

void list_push(struct list *list, struct node *node)
{
	use_one_core();
	node->next = list->head;
	list->head = node;
}

struct node *list_first(struct list *list)
{
	return list->head;
}
