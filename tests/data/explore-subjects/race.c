/* Explore: race */
/* race.c: two threads count without a lock, and nobody looks at the sum. */
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
	return 0;
}
