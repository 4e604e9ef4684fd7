/* Explore: livelock --cooperative */
/* cooperative-yield.c: sched_yield is no pause of a coroutine: nobody else sets the flag. */
#include <pthread.h>
#include <sched.h>

static volatile int ready, value;

static void *consume(void *result)
{
	while (!ready)
		sched_yield();
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
