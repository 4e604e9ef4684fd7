/* Explore: certified --cooperative */
/* cooperative-flag-not.c: a flag that one waits for, with pauses: no atomics are needed. */
#include <pthread.h>

void task_pause(void);

static volatile int ready, value;

static void *consume(void *result)
{
	while (!ready)
		task_pause();
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
