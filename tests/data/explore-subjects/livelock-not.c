/* Explore: certified */
/* livelock-not.c: the twin: a spin lock ends as soon as the other is done. */
#include <sched.h>
#include <stdatomic.h>
#include <pthread.h>

static atomic_flag busy = ATOMIC_FLAG_INIT;
static int counter;

static void *first(void *arg)
{
	while (atomic_flag_test_and_set(&busy))
		sched_yield();
	counter++;
	atomic_flag_clear(&busy);
	return arg;
}

static void *second(void *arg)
{
	while (atomic_flag_test_and_set(&busy))
		sched_yield();
	counter++;
	atomic_flag_clear(&busy);
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
