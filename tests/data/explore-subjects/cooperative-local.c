/* Explore: exit --cooperative */
/* cooperative-local.c: coroutines share the thread-local variables of their one thread. */
#include <pthread.h>

void task_pause(void);

static _Thread_local int mine;

static void *work(void *number)
{
	mine = *(int *)number;
	task_pause();
	*(int *)number = mine;
	return NULL;
}

int main(void)
{
	int numbers[] = {1, 2};
	pthread_t one, other;

	if (pthread_create(&one, NULL, work, &numbers[0]) ||
	    pthread_create(&other, NULL, work, &numbers[1]))
		return 2;
	if (pthread_join(one, NULL) || pthread_join(other, NULL))
		return 2;
	return numbers[0] == 1 && numbers[1] == 2 ? 0 : 1;
}
