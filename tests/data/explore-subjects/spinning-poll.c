/* Explore: spinning --no-spinning */
/* spinning-poll.c: a flag under a lock that is taken again and again. */
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int ready;

static void *consume(void *unused)
{
	int seen = 0;

	while (!seen) {
		pthread_mutex_lock(&lock);
		seen = ready;
		pthread_mutex_unlock(&lock);
	}
	return unused;
}

static void *produce(void *unused)
{
	pthread_mutex_lock(&lock);
	ready = 1;
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
