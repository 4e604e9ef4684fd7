/* Explore: certified */
/* race-message-not.c: the twin: release and acquire. */
#include <stdatomic.h>
#include <pthread.h>

static atomic_int ready;
static int data;

static void *first(void *arg)
{
	data = 1;
	atomic_store_explicit(&ready, 1, memory_order_release);
	return arg;
}

static void *second(void *arg)
{
	if (atomic_load_explicit(&ready, memory_order_acquire))
		data++;
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
