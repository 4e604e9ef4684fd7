/* Explore: hang */
/* hang.c: a loop that nobody can see from outside. */
#include <stdatomic.h>
#include <pthread.h>

static atomic_int stop;

static void *first(void *arg)
{
	int i = 0;

	if (!atomic_load(&stop))
		while (i >= 0)
			i = (i + 1) & 7;
	return arg;
}

static void *second(void *arg)
{
	atomic_store(&stop, 1);
	return arg;
}

int main(void)
{
	pthread_t one, two;

	pthread_create(&one, NULL, first, NULL);
	pthread_create(&two, NULL, second, NULL);
	pthread_join(one, NULL);
	pthread_join(two, NULL);
	return 0;
}
