/* Explore: double-free */
/* double-free.c: both find the block and both free it. */
#include <stdatomic.h>
#include <stdlib.h>
#include <pthread.h>

static _Atomic(int *) block;

static void *first(void *arg)
{
	int *mine = atomic_load(&block);

	atomic_store(&block, NULL);
	free(mine);
	return arg;
}

static void *second(void *arg)
{
	int *mine = atomic_load(&block);

	atomic_store(&block, NULL);
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
