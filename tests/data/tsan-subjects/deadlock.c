/*
 * deadlock.c: each of two threads holds the lock that the other waits for, for ever; or both
 * take them in order. The detector learns of an order when a lock is got, and here none is.
 */
#include "subject.h"

#include <stdio.h>

static pthread_mutex_t left = PTHREAD_MUTEX_INITIALIZER, right = PTHREAD_MUTEX_INITIALIZER;
static pthread_barrier_t both_hold_one;
static bool broken;

static void take(pthread_mutex_t *first, pthread_mutex_t *second)
{
	pthread_mutex_lock(first);
	if (broken && pthread_barrier_wait(&both_hold_one) == PTHREAD_BARRIER_SERIAL_THREAD) {
		puts("both hold one");
		fflush(stdout);
	}
	pthread_mutex_lock(second);
	pthread_mutex_unlock(second);
	pthread_mutex_unlock(first);
}

static void *from_the_left(void *unused)
{
	take(&left, &right);
	return unused;
}

static void *from_the_right(void *unused)
{
	take(broken ? &right : &left, broken ? &left : &right);
	return unused;
}

int main(int argc, char **argv)
{
	broken = subject_is_broken(argc, argv);
	if (pthread_barrier_init(&both_hold_one, NULL, 2) != 0)
		return 2;
	subject_run(from_the_left, from_the_right, NULL);
	return 0;
}
