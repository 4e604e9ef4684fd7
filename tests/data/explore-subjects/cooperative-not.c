/* Explore: certified --cooperative */
/* cooperative-not.c: coroutines that pause between updates, and not inside of one, lose none. */
#include <pthread.h>

void task_pause(void);

static int counter;

static void *work(void *unused)
{
	for (int i = 0; i < 2; i++) {
		counter++;
		task_pause();
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
