/* Explore: certified */
/* race-neighbours-not.c: neighbouring bytes of one word are no race. */
#include <pthread.h>

static struct {
	char left, right;
} pair;

static void *first(void *arg)
{
	pair.left = 1;
	return arg;
}

static void *second(void *arg)
{
	pair.right = 1;
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
