/* Explore: certified */
/* exit-not.c: the twin: status 0 is no failure. */
#include <stdatomic.h>
#include <stdlib.h>
#include <pthread.h>

static atomic_int ready;

static void *first(void *arg)
{
	atomic_store(&ready, 1);
	return arg;
}

static void *second(void *arg)
{
	if (!atomic_load(&ready))
		exit(0);
	return arg;
}

int main(void)
{
	pthread_t one, two;

	pthread_create(&one, NULL, first, NULL);
	pthread_create(&two, NULL, second, NULL);
	pthread_join(one, NULL);
	pthread_join(two, NULL);
	return 0;
}
