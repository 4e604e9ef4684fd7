/* Explore: assertion */
/* assertion-atomic.c: check, then act: each step is atomic, both together are not. */
#include <assert.h>
#include <stdatomic.h>
#include <pthread.h>

static atomic_int counter;

static void *first(void *arg)
{
	atomic_store(&counter, atomic_load(&counter) + 1);
	return arg;
}

static void *second(void *arg)
{
	atomic_store(&counter, atomic_load(&counter) + 1);
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
