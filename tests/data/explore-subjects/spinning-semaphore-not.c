/* Explore: certified --no-spinning */
/* spinning-semaphore-not.c: who waits for a semaphore sleeps. */
#include <pthread.h>
#include <semaphore.h>

static sem_t ready;

static void *consume(void *unused)
{
	sem_wait(&ready);
	return unused;
}

static void *produce(void *unused)
{
	sem_post(&ready);
	return unused;
}

int main(void)
{
	pthread_t one, other;

	if (sem_init(&ready, 0, 0) != 0)
		return 2;
	if (pthread_create(&one, NULL, consume, NULL) ||
	    pthread_create(&other, NULL, produce, NULL))
		return 2;
	return pthread_join(one, NULL) || pthread_join(other, NULL) ? 2 : 0;
}
