/* misuse.c: a thread releases a lock that it has not taken, or that it has. */
#include "subject.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void *release(void *unused)
{
	pthread_mutex_unlock(&lock);
	return unused;
}

static void *take_and_release(void *unused)
{
	pthread_mutex_lock(&lock);
	return release(unused);
}

static void *do_nothing(void *unused)
{
	return unused;
}

int main(int argc, char **argv)
{
	subject_run(subject_is_broken(argc, argv) ? release : take_and_release, do_nothing, NULL);
	return 0;
}
