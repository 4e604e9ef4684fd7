/* Explore: assertion */
/* timeout.c: who waits with a time-out must look whether it came. */
#include <assert.h>
#include <time.h>
#include <pthread.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int ready;

static void *first(void *arg)
{
	struct timespec until = {0};

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += 10;
	pthread_mutex_lock(&mutex);
	while (!ready && pthread_cond_timedwait(&changed, &mutex, &until) == 0)
		;
	assert(ready);
	pthread_mutex_unlock(&mutex);
	return arg;
}

static void *second(void *arg)
{
	pthread_mutex_lock(&mutex);
	ready = 1;
	pthread_cond_signal(&changed);
	pthread_mutex_unlock(&mutex);
	return arg;
}

int main(void)
{
	pthread_t one, two;

	pthread_create(&one, NULL, first, NULL);
	pthread_create(&two, NULL, second, NULL);
	pthread_join(one, NULL);
	pthread_join(two, NULL);
	return 0;
}
