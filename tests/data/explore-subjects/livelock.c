/* Explore: livelock */
/* livelock.c: both give way to each other, forever. */
#include <sched.h>
#include <stdatomic.h>
#include <pthread.h>

static atomic_int waiting;

static void *first(void *arg)
{
	atomic_fetch_add(&waiting, 1);
	while (atomic_load(&waiting) == 2)
		sched_yield();
	atomic_fetch_sub(&waiting, 1);
	return arg;
}

static void *second(void *arg)
{
	atomic_fetch_add(&waiting, 1);
	while (atomic_load(&waiting) == 2)
		sched_yield();
	atomic_fetch_sub(&waiting, 1);
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
