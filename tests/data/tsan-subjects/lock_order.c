/*
 * lock_order.c: two threads, one after the other, take two locks in opposite or in the same order.
 * Nothing ever waits: the detector reports what could.
 */
#include "subject.h"

static pthread_mutex_t first = PTHREAD_MUTEX_INITIALIZER, second = PTHREAD_MUTEX_INITIALIZER;

static void take(pthread_mutex_t *outer, pthread_mutex_t *inner)
{
	pthread_mutex_lock(outer);
	pthread_mutex_lock(inner);
	pthread_mutex_unlock(inner);
	pthread_mutex_unlock(outer);
}

static void *in_order(void *unused)
{
	take(&first, &second);
	return unused;
}

static void *in_opposite_order(void *unused)
{
	take(&second, &first);
	return unused;
}

static void run_alone(subject_body *body)
{
	pthread_t thread;

	if (pthread_create(&thread, NULL, body, NULL) != 0)
		exit(2);
	pthread_join(thread, NULL);
}

int main(int argc, char **argv)
{
	bool broken = subject_is_broken(argc, argv);

	run_alone(in_order);
	run_alone(broken ? in_opposite_order : in_order);
	return 0;
}
