/*
 * api.h: lab03's shared list, and what a fix must provide.
 *
 * Several workers push nodes onto one list at the same time. The list lies in memory that all
 * workers share, also when they are processes: whatever a fix needs (a lock, a counter) belongs
 * into its `struct list`, of which it decides the members.
 */
#ifndef LAB03_API_H
#define LAB03_API_H

#include <stddef.h>

struct node {
	struct node *next;
	int owner;  /* the worker that pushes it */
	int number; /* its place among that worker's nodes */
};

struct list; /* the fix defines it */

/* The most bytes a fix's struct list may have. */
#define LIST_ROOM 1024

/* sizeof(struct list), so that the lab can check it. */
extern const size_t list_size;

/* Make `list`, which is zeroed memory, an empty list. Called once, before any worker runs. */
void list_init(struct list *list);

/*
 * Put `node` in front of the list. Called by all workers at the same time, with a node that
 * belongs to the caller until the call and to the list from then on.
 */
void list_push(struct list *list, struct node *node);

/*
 * The node at the front, or NULL if the list is empty. May be called while others push. The
 * caller reads the node's members and follows `next` from there on, which nobody changes any more.
 */
struct node *list_first(struct list *list);

#endif
