/* Gate: allowed */
#include <pthread.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static int count;

static void add(void)
{
	count++;
}

void fix(void)
{
	pthread_mutex_lock(&mutex);
	add();
	pthread_mutex_unlock(&mutex);
}
