/*
 * mapped.c: two threads race on memory in a shared mapping, which TSan has no name for, or two
 * processes do, which it cannot see. (Both are wrong; "fixed" here means: out of its sight.)
 */
#include "subject.h"

#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static long *counter;

static INSIDE_RAW const char *locate(const void *address)
{
	return address == counter ? "shared->counter" : NULL;
}

static void *count(void *unused)
{
	for (int i = 0; i < 100; i++)
		(*counter)++;
	return unused;
}

static void count_in_processes(void)
{
	pid_t pid[2];

	for (int i = 0; i < 2; i++) {
		pid[i] = fork();
		if (pid[i] < 0)
			exit(2);
		if (pid[i] == 0) {
			count(NULL);
			_exit(0);
		}
	}
	for (int i = 0; i < 2; i++)
		waitpid(pid[i], NULL, 0);
}

int main(int argc, char **argv)
{
	bool broken = subject_is_broken(argc, argv);

	inside_name_addresses(locate);
	counter = mmap(NULL, sizeof *counter, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
		       -1, 0);
	if (counter == MAP_FAILED)
		exit(2);
	if (broken)
		subject_run(count, count, NULL);
	else
		count_in_processes();
	return 0;
}
