/* Gate: allowed */
#include <pthread.h>

/* Such a pointer is the function itself, and the compiler calls it by its name. */
static int (*const lock)(pthread_mutex_t *) = pthread_mutex_lock;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

void fix(void)
{
	lock(&mutex);
}
