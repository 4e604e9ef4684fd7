/* Explore: certified --cooperative */
/* cooperative-yield-not.c: these let other OS threads go on; coroutines share one. */
#include <pthread.h>
#include <sched.h>
#include <unistd.h>

static int counter;

static void *work(void *unused)
{
	int seen = counter;

	sched_yield();
	usleep(10);
	counter = seen + 1;
	return unused;
}

int main(void)
{
	pthread_t one, other;

	if (pthread_create(&one, NULL, work, NULL) || pthread_create(&other, NULL, work, NULL))
		return 2;
	if (pthread_join(one, NULL) || pthread_join(other, NULL))
		return 2;
	return counter == 2 ? 0 : 1;
}
