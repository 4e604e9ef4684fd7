/* Explore: refused */
/* thousand.c: creates 1,000 threads. */
#include <pthread.h>
#include <stddef.h>

static void *nothing(void *arg)
{
	return arg;
}

int main(void)
{
	for (int i = 0; i < 1000; i++) {
		pthread_t thread;

		pthread_create(&thread, NULL, nothing, NULL);
	}
	return 0;
}
