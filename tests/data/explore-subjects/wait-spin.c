/* Explore: wait --no-waiting */
/* wait-spin.c: the same with a flag that is looked at until it is down. */
#include <pthread.h>
#include <stdatomic.h>

static atomic_flag lock = ATOMIC_FLAG_INIT;
static int count[2];

static void *work(void *arg)
{
	while (atomic_flag_test_and_set(&lock))
		;
	(*(int *)arg)++;
	atomic_flag_clear(&lock);
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
