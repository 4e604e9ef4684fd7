/* Explore: certified */
/* use-after-free-not.c: the twin: who takes the block owns it. */
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
	int *mine = atomic_exchange(&block, NULL);

	if (mine)
		(void)*(volatile int *)mine;
	free(mine);
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
