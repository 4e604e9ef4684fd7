/*
 * coroutines.c: two coroutines of one thread count, and pause inside the update or between two.
 * Both are silent: they never run at the same time, and each switch orders what it separates.
 * (The broken one loses updates all the same.) Prints the count.
 */
#include "subject.h"

#include "coro/sched.h"

#include <stdio.h>

static long counter;
static bool broken;

static void count(void *unused)
{
	(void)unused;
	for (int i = 0; i < 100; i++) {
		long value = counter;

		if (broken)
			coro_yield();
		counter = value + 1;
		coro_yield();
	}
}

int main(int argc, char **argv)
{
	struct sched *sched;

	broken = subject_is_broken(argc, argv);
	sched = sched_create();
	if (!sched || !sched_spawn(sched, "one", count, NULL) ||
	    !sched_spawn(sched, "two", count, NULL))
		return 2;
	sched_run(sched);
	sched_destroy(sched);
	printf("%ld\n", counter);
	return 0;
}
