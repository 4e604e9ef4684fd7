/* Explore: lock-leak */
/* lock-leak.c: an early return forgets to unlock. */
#include <pthread.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static int ready;

static void *first(void *arg)
{
	pthread_mutex_lock(&mutex);
	if (!ready)
		return arg;
	pthread_mutex_unlock(&mutex);
	return arg;
}

static void *second(void *arg)
{
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
