/* Explore: spinning --no-spinning */
/* spinning-timeout.c: nobody wakes it: it counts on its timeouts. */
#include <pthread.h>
#include <time.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int ready;

static void *consume(void *unused)
{
	pthread_mutex_lock(&lock);
	while (!ready)
		pthread_cond_timedwait(&changed, &lock, &(struct timespec){.tv_sec = 1});
	pthread_mutex_unlock(&lock);
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
