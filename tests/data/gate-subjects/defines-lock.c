/* Gate: refused 4 make it static */
#include <pthread.h>

int pthread_mutex_lock(pthread_mutex_t *mutex)
{
	(void)mutex;
	return 0;
}

void fix(void)
{
}
