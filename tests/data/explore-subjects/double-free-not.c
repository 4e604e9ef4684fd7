/* Explore: certified */
/* double-free-not.c: the twin: take it in one step. */
#include <stdatomic.h>
#include <stdlib.h>
#include <pthread.h>

static _Atomic(int *) block;

static void *first(void *arg)
{
	free(atomic_exchange(&block, NULL));
	return arg;
}

static void *second(void *arg)
{
	free(atomic_exchange(&block, NULL));
	return arg;
}

int main(void)
{
	pthread_t one, two;

	block = calloc(1, sizeof(int));
	pthread_create(&one, NULL, first, NULL);
	pthread_create(&two, NULL, second, NULL);
	pthread_join(one, NULL);
	pthread_join(two, NULL);
	return 0;
}
