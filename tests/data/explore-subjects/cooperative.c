/* Explore: exit --cooperative */
/* cooperative.c: a pause inside the update. */
#include <pthread.h>

void task_pause(void);

static int counter;

static void *work(void *unused)
{
	for (int i = 0; i < 2; i++) {
		int seen = counter;

		task_pause();
		counter = seen + 1;
	}
	return unused;
}

int main(void)
{
	pthread_t one, other;

	if (pthread_create(&one, NULL, work, NULL) || pthread_create(&other, NULL, work, NULL))
		return 2;
	if (pthread_join(one, NULL) || pthread_join(other, NULL))
		return 2;
	return counter == 4 ? 0 : 1;
}
