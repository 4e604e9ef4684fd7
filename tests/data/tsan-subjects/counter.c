/* counter.c: two threads count, without a lock or with one. */
#include "subject.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static long counter;

static void *count_unlocked(void *unused)
{
	for (int i = 0; i < 100; i++)
		counter++;
	return unused;
}

static void *count_locked(void *unused)
{
	for (int i = 0; i < 100; i++) {
		pthread_mutex_lock(&lock);
		counter++;
		pthread_mutex_unlock(&lock);
	}
	return unused;
}

int main(int argc, char **argv)
{
	subject_body *body = subject_is_broken(argc, argv) ? count_unlocked : count_locked;

	subject_run(body, body, NULL);
	return 0;
}
