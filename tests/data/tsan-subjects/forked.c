/*
 * forked.c: several processes at the same time whose threads race, or do not. Prints how many
 * reports there were when the first half of them had ended, and when all had.
 */
#include "subject.h"

#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#define PROCESSES 8

static long counter[2];
static bool broken;

static void *count(void *mine)
{
	for (int i = 0; i < 100; i++)
		++*(long *)mine;
	return NULL;
}

/* Its own function: the places of the two races differ. */
static void *count_on(void *mine)
{
	return count(broken ? &counter[0] : mine);
}

static void race(void)
{
	pthread_t other;

	if (pthread_create(&other, NULL, count_on, &counter[1]) != 0)
		_exit(2);
	count(&counter[0]);
	pthread_join(other, NULL);
	_exit(0);
}

static void run_processes(int count_of_them)
{
	for (int i = 0; i < count_of_them; i++) {
		pid_t pid = fork();

		if (pid < 0)
			exit(2);
		if (pid == 0)
			race();
	}
	/* Were the symbolizer a child of ours, this would wait for it for ever. */
	while (wait(NULL) > 0)
		continue;
	printf("%ld\n", inside_reports());
	fflush(stdout); /* or the next processes take a copy along */
}

int main(int argc, char **argv)
{
	broken = subject_is_broken(argc, argv);
	run_processes(PROCESSES / 2);
	run_processes(PROCESSES / 2);
	return 0;
}
