/* Explore: abort */
/* abort.c: it gives up when it comes first. */
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
		abort();
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
