/* Explore: certified --cooperative */
/* cooperative-try-not.c: held over a pause, but who does not get it pauses instead of waiting. */
#include <pthread.h>

void task_pause(void);

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int counter;

static void *work(void *unused)
{
	int seen;

	while (pthread_mutex_trylock(&lock) != 0)
		task_pause();
	seen = counter;
	task_pause();
	counter = seen + 1;
	pthread_mutex_unlock(&lock);
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
