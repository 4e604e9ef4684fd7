/* Gate: refused 'make it static' line 4 */
#include <pthread.h>

int pthread_mutex_lock(pthread_mutex_t *mutex)
{
	(void)mutex;
	return 0;
}

void fix(void)
{
}
