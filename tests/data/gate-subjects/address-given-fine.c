/* Gate: allowed */
#include <pthread.h>
#include <stdlib.h>

static pthread_key_t key;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void make(void)
{
	pthread_key_create(&key, free);
}

void fix(void)
{
	pthread_once(&once, make);
	pthread_setspecific(key, malloc(1));
}
