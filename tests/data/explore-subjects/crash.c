/* Explore: crash */
/* crash.c: a pointer is used before the other thread has set it. */
#include <stdatomic.h>
#include <pthread.h>

static _Atomic(int *) shared;
static int value;

static void *first(void *arg)
{
	atomic_store(&shared, &value);
	return arg;
}

static void *second(void *arg)
{
	*atomic_load(&shared) = 1;
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
