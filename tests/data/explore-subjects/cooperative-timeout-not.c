/* Explore: certified --cooperative */
/* cooperative-timeout-not.c: a wait with a timeout blocks all, but ends; a pause lets others go on. */
#include <pthread.h>
#include <time.h>

void task_pause(void);

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int ready;

static void *consume(void *unused)
{
	struct timespec until;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec++;
	pthread_mutex_lock(&lock);
	if (!ready)
		pthread_cond_timedwait(&changed, &lock, &until);
	pthread_mutex_unlock(&lock);
	while (!ready)
		task_pause();
	return unused;
}

static void *produce(void *unused)
{
	pthread_mutex_lock(&lock);
	ready = 1;
	pthread_cond_signal(&changed);
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
