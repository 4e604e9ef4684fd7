/* Explore: exit --cooperative */
/* cooperative-recursive.c: a recursive mutex lets in all coroutines: they are one thread. */
#include <pthread.h>

void task_pause(void);

static pthread_mutex_t lock = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;
static int counter;

static void *work(void *unused)
{
	int seen;

	pthread_mutex_lock(&lock);
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
