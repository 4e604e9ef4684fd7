/* Misconception: Each worker has a thread identity of its own. Caught by: grade Loses: Processes Named: same-name */
/*
 * owner-by-thread.c: a lock that its owner may take again, and the owner is known by pthread_self.
 * Between threads that is right. But fork copies the thread with its identity, so all processes
 * have the same, and each of them takes the lock for its own.
 */
#include "api.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdint.h>

struct list {
	struct node *head;
	_Atomic(uintptr_t) owner; /* 0: nobody */
	int depth;
};

const size_t list_size = sizeof(struct list);

void list_init(struct list *list)
{
	list->head = NULL;
	list->depth = 0;
	atomic_init(&list->owner, 0);
}

static void lock(struct list *list)
{
	uintptr_t self = (uintptr_t)pthread_self(), nobody = 0;

	while (atomic_load(&list->owner) != self &&
	       !atomic_compare_exchange_strong(&list->owner, &nobody, self)) {
		nobody = 0;
		sched_yield();
	}
	list->depth++;
}

static void unlock(struct list *list)
{
	if (--list->depth == 0)
		atomic_store(&list->owner, 0);
}

struct node *list_first(struct list *list)
{
	struct node *first;

	lock(list);
	first = list->head;
	unlock(list);
	return first;
}

void list_push(struct list *list, struct node *node)
{
	lock(list);
	node->next = list_first(list);
	list->head = node;
	unlock(list);
}
