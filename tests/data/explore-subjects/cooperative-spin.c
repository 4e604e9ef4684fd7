/* Explore: livelock --cooperative */
/* cooperative-spin.c: who waits for a flag without a pause never sees it. */
#include <pthread.h>

static volatile int ready, value;

static void *consume(void *result)
{
	while (!ready)
		;
	*(int *)result = value;
	return NULL;
}

static void *produce(void *unused)
{
	value = 42;
	ready = 1;
	return unused;
}

int main(void)
{
	pthread_t one, other;
	int result = 0;

	if (pthread_create(&one, NULL, consume, &result) ||
	    pthread_create(&other, NULL, produce, NULL))
		return 2;
	if (pthread_join(one, NULL) || pthread_join(other, NULL))
		return 2;
	return result == 42 ? 0 : 1;
}
