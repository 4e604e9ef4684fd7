/* Explore: certified */
/* assertion-not.c: the twin: one atomic step. */
#include <assert.h>
#include <stdatomic.h>
#include <pthread.h>

static atomic_int counter;

static void *first(void *arg)
{
	atomic_fetch_add(&counter, 1);
	return arg;
}

static void *second(void *arg)
{
	atomic_fetch_add(&counter, 1);
	return arg;
}

int main(void)
{
	pthread_t one, two;

	pthread_create(&one, NULL, first, NULL);
	pthread_create(&two, NULL, second, NULL);
	pthread_join(one, NULL);
	pthread_join(two, NULL);
	assert(counter == 2);
	return 0;
}
