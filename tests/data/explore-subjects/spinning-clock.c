/* Explore: spinning --no-spinning */
/* spinning-clock.c: the same with a look at the clock each time. */
#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

static atomic_int ready;

static void *consume(void *unused)
{
	struct timespec now;

	while (!atomic_load(&ready))
		clock_gettime(CLOCK_MONOTONIC, &now);
	return unused;
}

static void *produce(void *unused)
{
	atomic_store(&ready, 1);
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
