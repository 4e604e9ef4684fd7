/*
 * insert.c: lab03's list under nothing but pushes, as a program for the explorer:
 *
 *   build/bin/explore tests/data/bench-subjects/insert.c labs/lab03-shared-list/broken.c \
 *           --flag=-iquote --flag=labs/lab03-shared-list --flag=-DTHREADS=2 --flag=-DINSERTS=1
 *
 * Status 1: a node is lost.
 */
#include "api.h"

#include <pthread.h>

static _Alignas(64) unsigned char room[LIST_ROOM];
static struct node nodes[THREADS][INSERTS];

static void *insert(void *arg)
{
	struct node *node = arg;

	for (int left = INSERTS; left > 0; left--)
		list_push((struct list *)room, node++);
	return NULL;
}

static int count(void)
{
	int found = 0;

	for (const struct node *node = list_first((struct list *)room); node; node = node->next)
		found++;
	return found;
}

int main(void)
{
	pthread_t thread[THREADS];

	list_init((struct list *)room);
	for (int i = 0; i < THREADS; i++)
		pthread_create(&thread[i], NULL, insert, nodes[i]);
	for (int i = 0; i < THREADS; i++)
		pthread_join(thread[i], NULL);
	return count() == THREADS * INSERTS ? 0 : 1;
}
