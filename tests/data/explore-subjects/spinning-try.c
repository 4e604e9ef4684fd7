/* Explore: spinning --no-spinning */
/* spinning-try.c: a lock that is tried until it is free. */
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void *consume(void *unused)
{
	while (pthread_mutex_trylock(&lock) != 0)
		;
	pthread_mutex_unlock(&lock);
	return unused;
}

static void *produce(void *unused)
{
	pthread_mutex_lock(&lock);
	pthread_mutex_unlock(&lock);
	return unused;
}

int main(void)
{
	pthread_t one, other;

	if (pthread_create(&one, NULL, consume, NULL) ||
	    pthread_create(&other, NULL, produce, NULL))
		return 2;
	return pthread_join(one, NULL) || pthread_join(other, NULL) ? 2 : 0;
}
