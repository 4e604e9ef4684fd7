/* Explore: spinning --no-spinning */
/* spinning-sleep.c: the same with naps. */
#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

static const struct timespec nap = {.tv_nsec = 1000};
static atomic_int ready;

static void *consume(void *unused)
{
	while (!atomic_load(&ready))
		nanosleep(&nap, NULL);
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
