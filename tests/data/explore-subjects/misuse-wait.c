/* Explore: misuse */
/* misuse-wait.c: waits without the mutex. */
#include <pthread.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int ready;

static void *first(void *arg)
{
	pthread_cond_wait(&changed, &mutex);
	return arg;
}

static void *second(void *arg)
{
	pthread_cond_signal(&changed);
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
