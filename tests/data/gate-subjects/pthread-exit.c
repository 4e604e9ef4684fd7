/* Gate: refused 'pthread_exit is not allowed here: it would end' line 6 */
#include <pthread.h>

void fix(void)
{
	pthread_exit(0);
}
