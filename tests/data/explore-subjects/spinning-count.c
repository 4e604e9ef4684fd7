/* Explore: spinning --no-spinning */
/* spinning-count.c: the same with a count, so that no round is like the one before. */
#include <pthread.h>
#include <stdatomic.h>

static atomic_int ready;

static void *consume(void *unused)
{
	long rounds = 0;

	while (!atomic_load(&ready))
		rounds++;
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
