/* Explore: wait --no-waiting */
/* wait.c: one lock for two counters, of which each thread uses one. */
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int count[2];

static void *work(void *arg)
{
	pthread_mutex_lock(&lock);
	(*(int *)arg)++;
	pthread_mutex_unlock(&lock);
	return NULL;
}

int main(void)
{
	pthread_t one, other;

	if (pthread_create(&one, NULL, work, &count[0]) ||
	    pthread_create(&other, NULL, work, &count[1]))
		return 2;
	return pthread_join(one, NULL) || pthread_join(other, NULL) ? 2 : 0;
}
