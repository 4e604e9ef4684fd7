/* Explore: spinning --no-spinning */
/* spinning-lock.c: a lock of the kind that spins. */
#include <pthread.h>

static pthread_spinlock_t lock;
static int counter;

static void *consume(void *unused)
{
	pthread_spin_lock(&lock);
	counter++;
	pthread_spin_unlock(&lock);
	return unused;
}

static void *produce(void *unused)
{
	pthread_spin_lock(&lock);
	counter++;
	pthread_spin_unlock(&lock);
	return unused;
}

int main(void)
{
	pthread_t one, other;

	if (pthread_spin_init(&lock, PTHREAD_PROCESS_PRIVATE) != 0)
		return 2;
	if (pthread_create(&one, NULL, consume, NULL) ||
	    pthread_create(&other, NULL, produce, NULL))
		return 2;
	return pthread_join(one, NULL) || pthread_join(other, NULL) ? 2 : 0;
}
