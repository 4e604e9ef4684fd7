/* Explore: spinning --no-spinning */
/* spinning.c: a flag that is looked at until it is up. */
#include <pthread.h>
#include <stdatomic.h>

static atomic_int ready;

static void *consume(void *unused)
{
	while (!atomic_load(&ready))
		;
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
