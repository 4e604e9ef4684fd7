/* Explore: certified */
/* misuse-unlock-not.c: the twin: only its owner does. */
#include <pthread.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static int counter;

static void *first(void *arg)
{
	if (pthread_mutex_trylock(&mutex) == 0) {
		counter++;
		pthread_mutex_unlock(&mutex);
	}
	return arg;
}

static void *second(void *arg)
{
	if (pthread_mutex_trylock(&mutex) == 0) {
		counter++;
		pthread_mutex_unlock(&mutex);
	}
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
