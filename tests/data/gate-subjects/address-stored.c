/* Gate: refused 'the address of an outside function (pthread_mutex_lock)' line 4 */
#include <pthread.h>

static int (*lock)(pthread_mutex_t *) = pthread_mutex_lock;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

void fix(void)
{
	lock(&mutex);
}
