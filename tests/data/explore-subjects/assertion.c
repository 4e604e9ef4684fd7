/* Explore: assertion */
/* assertion.c: an update is lost. */
#include <assert.h>
#include <pthread.h>

static int counter;

static void *first(void *arg)
{
	counter++;
	return arg;
}

static void *second(void *arg)
{
	counter++;
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
