/* Explore: exit --cooperative */
/* cooperative-timeout.c: nobody can give the signal before the timeout. */
#include <pthread.h>
#include <time.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int ready, timed_out;

static void *consume(void *unused)
{
	struct timespec until;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec++;
	pthread_mutex_lock(&lock);
	if (!ready)
		timed_out = pthread_cond_timedwait(&changed, &lock, &until);
	pthread_mutex_unlock(&lock);
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
	if (pthread_join(one, NULL) || pthread_join(other, NULL))
		return 2;
	return timed_out ? 1 : 0;
}
