/* Explore: certified */
/* constructor-memory.c: what a constructor allocates is as it left it in each schedule. */
#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

static int *counter;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

__attribute__((constructor)) static void prepare(void)
{
	counter = calloc(1, sizeof *counter);
}

static void *add(void *arg)
{
	pthread_mutex_lock(&mutex);
	++*counter;
	pthread_mutex_unlock(&mutex);
	return arg;
}

int main(void)
{
	pthread_t one, two;

	assert(counter && *counter == 0);
	pthread_create(&one, NULL, add, NULL);
	pthread_create(&two, NULL, add, NULL);
	pthread_join(one, NULL);
	pthread_join(two, NULL);
	assert(*counter == 2);
	return 0;
}
