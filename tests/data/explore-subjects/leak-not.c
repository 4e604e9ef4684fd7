/* Explore: certified --leaks */
/* leak-not.c: the loser frees what it had prepared; what is published is still pointed to. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

struct node {
	struct node *next;
	int value[3];
};

static _Atomic(int *) published;

static void *publish(void *arg)
{
	/* Pointed to by its middle only, from a block that is pointed to by its middle only. */
	struct node *node = malloc(sizeof *node);
	int *none = NULL;

	node->next = malloc(sizeof *node);
	if (!atomic_compare_exchange_strong(&published, &none, &node->value[1])) {
		free(node->next);
		free(node);
	}
	return arg;
}

int main(void)
{
	pthread_t one, other;

	if (pthread_create(&one, NULL, publish, NULL) ||
	    pthread_create(&other, NULL, publish, NULL))
		return 2;
	return pthread_join(one, NULL) || pthread_join(other, NULL) ? 2 : 0;
}
