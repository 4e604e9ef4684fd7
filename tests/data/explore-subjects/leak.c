/* Explore: leak --leaks */
/*
 * leak.c: whoever loses the race to publish drops what it had prepared. Runs in which the threads do
 * not meet leak nothing.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

static _Atomic(int *) published;

static void *publish(void *arg)
{
	int *prepared = malloc(sizeof *prepared), *none = NULL;

	if (atomic_load(&published))
		free(prepared);
	else
		atomic_compare_exchange_strong(&published, &none, prepared);
	return arg;
}

int main(void)
{
	pthread_t one, other;

	if (pthread_create(&one, NULL, publish, NULL) ||
	    pthread_create(&other, NULL, publish, NULL))
		return 2;
	return pthread_join(one, NULL) || pthread_join(other, NULL) ? 2 : 0;
}
