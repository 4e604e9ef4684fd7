/*
 * sorted_list.h: a sorted list of numbers, under one big lock or hand over hand.
 *
 * Hand over hand (lock coupling: R. Bayer, M. Schkolnick, "Concurrency of Operations on B-Trees",
 * Acta Informatica 9, 1977; for lists: M. Herlihy, N. Shavit, "The Art of Multiprocessor
 * Programming", section 9.5): every node has a lock; a walker takes the next node's lock before it
 * gives back this one's, so nobody overtakes it and nothing changes under its feet. Several walkers
 * can be on the list at once, one behind the other; each pays two locks a node.
 *
 *   struct sorted_list list; sorted_list_init(&list, nodes, count);     keys 0, 2, 4...
 *   sorted_list_contains_coarsely(&list, key) / sorted_list_contains_finely(&list, key)
 *   sorted_list_toggle_coarsely(&list, node)  / sorted_list_toggle_finely(&list, node)
 */
#ifndef LAB04_LOCKS_SORTED_LIST_H
#define LAB04_LOCKS_SORTED_LIST_H

#include "futex_mutex.h"

#include <limits.h>
#include <stdalign.h>
#include <stdbool.h>
#include <stddef.h>

struct sorted_node {
	alignas(64) struct sorted_node *next;
	long key;
	struct futex_mutex mutex; /* of `next`, and of this node's being on the list */
};

struct sorted_list {
	struct sorted_node head; /* before all keys */
	alignas(64) struct futex_mutex big;
};

static inline void sorted_list_init(struct sorted_list *list, struct sorted_node *nodes, int count)
{
	struct sorted_node *last = &list->head;

	list->head = (struct sorted_node){.key = LONG_MIN};
	futex_mutex_init(&list->big);
	for (int i = 0; i < count; i++) {
		nodes[i] = (struct sorted_node){.key = 2L * i};
		last->next = &nodes[i];
		last = &nodes[i];
	}
}

/* The last node before `key`. The caller holds the big lock. */
static inline struct sorted_node *sorted_list_find_coarsely(struct sorted_list *list, long key)
{
	struct sorted_node *here = &list->head;

	while (here->next && here->next->key < key)
		here = here->next;
	return here;
}

/* The same; returns with the locks of that node and, if there is one, of the next one held. */
static inline struct sorted_node *sorted_list_find_finely(struct sorted_list *list, long key)
{
	struct sorted_node *here = &list->head;

	futex_mutex_lock(&here->mutex);
	for (;;) {
		struct sorted_node *next = here->next;

		if (!next)
			return here;
		/* All take locks in the order of the list: no circle of waiters can arise. */
		futex_mutex_lock(&next->mutex);
		if (next->key >= key)
			return here;
		futex_mutex_unlock(&here->mutex);
		here = next;
	}
}

static inline bool sorted_list_is_before(const struct sorted_node *here, long key)
{
	return here->next && here->next->key == key;
}

static inline bool sorted_list_contains_coarsely(struct sorted_list *list, long key)
{
	bool found;

	futex_mutex_lock(&list->big);
	found = sorted_list_is_before(sorted_list_find_coarsely(list, key), key);
	futex_mutex_unlock(&list->big);
	return found;
}

static inline bool sorted_list_contains_finely(struct sorted_list *list, long key)
{
	struct sorted_node *here = sorted_list_find_finely(list, key), *next = here->next;
	bool found = sorted_list_is_before(here, key);

	if (next)
		futex_mutex_unlock(&next->mutex);
	futex_mutex_unlock(&here->mutex);
	return found;
}

/* Take the node out if it is in, put it in if not. Both locks around the place are held. */
static inline void sorted_list_toggle(struct sorted_node *here, struct sorted_node *node)
{
	if (sorted_list_is_before(here, node->key)) {
		here->next = node->next;
	} else {
		node->next = here->next;
		here->next = node;
	}
}

static inline void sorted_list_toggle_coarsely(struct sorted_list *list, struct sorted_node *node)
{
	futex_mutex_lock(&list->big);
	sorted_list_toggle(sorted_list_find_coarsely(list, node->key), node);
	futex_mutex_unlock(&list->big);
}

/* `next` is looked up before the change: it is the one whose lock we hold. */
static inline void sorted_list_toggle_finely(struct sorted_list *list, struct sorted_node *node)
{
	struct sorted_node *here = sorted_list_find_finely(list, node->key), *next = here->next;

	sorted_list_toggle(here, node);
	if (next)
		futex_mutex_unlock(&next->mutex);
	futex_mutex_unlock(&here->mutex);
}

#endif
