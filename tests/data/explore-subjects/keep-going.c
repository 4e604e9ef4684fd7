/* Explore: assertion */
/* keep-going.c: a race that lies beyond a failure: with one ticket for both, both come to the counter. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

static atomic_int next;
static int counter;
static void *draw(void *arg)
{
	int mine = atomic_load(&next);

	atomic_store(&next, mine + 1);
	assert(mine == 0);
	counter++;
	return arg;
}
int main(void)
{
	pthread_t one, two;

	pthread_create(&one, NULL, draw, NULL);
	pthread_create(&two, NULL, draw, NULL);
	pthread_join(one, NULL);
	pthread_join(two, NULL);
	return 0;
}
