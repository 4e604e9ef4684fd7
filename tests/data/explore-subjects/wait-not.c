/* Explore: nothing --no-waiting */
/* wait-not.c: a lock for each counter: nobody has to wait, but for the others' end. */
#include <pthread.h>

static struct counter {
	pthread_mutex_t lock;
	int count;
} counter[2] = {{PTHREAD_MUTEX_INITIALIZER, 0}, {PTHREAD_MUTEX_INITIALIZER, 0}};

static void *work(void *arg)
{
	struct counter *mine = arg;

	pthread_mutex_lock(&mine->lock);
	mine->count++;
	pthread_mutex_unlock(&mine->lock);
	return NULL;
}

int main(void)
{
	pthread_t one, other;

	if (pthread_create(&one, NULL, work, &counter[0]) ||
	    pthread_create(&other, NULL, work, &counter[1]))
		return 2;
	return pthread_join(one, NULL) || pthread_join(other, NULL) ? 2 : 0;
}
