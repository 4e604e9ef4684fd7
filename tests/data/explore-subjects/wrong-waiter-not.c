/* Explore: certified */
/* wrong-waiter-not.c: the twin: a broadcast wakes all. */
#include <pthread.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int turn;

static void *waiter(void *arg)
{
	pthread_mutex_lock(&mutex);
	while (turn != *(int *)arg)
		pthread_cond_wait(&changed, &mutex);
	turn = 2;
	pthread_cond_broadcast(&changed);
	pthread_mutex_unlock(&mutex);
	return NULL;
}

int main(void)
{
	static int turns[] = {1, 2};
	pthread_t one, two;

	pthread_create(&one, NULL, waiter, &turns[0]);
	pthread_create(&two, NULL, waiter, &turns[1]);
	pthread_mutex_lock(&mutex);
	turn = 1;
	pthread_cond_broadcast(&changed);
	pthread_mutex_unlock(&mutex);
	pthread_join(one, NULL);
	pthread_join(two, NULL);
	return 0;
}
