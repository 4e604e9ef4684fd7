/*
 * processes.c: a process for each request. What a process writes into ordinary memory ends with it: the
 * answers have to be written into memory that is mapped together, and copied from there.
 */
#include "load.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static int answer_one(const struct load *load, int number, struct answer *answer)
{
	struct request request;
	int server;

	if (load_parse(load, number, &request) != 0)
		return -1;
	server = load_ask(load, &request);
	if (server < 0 || load_receive(load, server, &request) != 0)
		return -1;
	load_compute(&request, answer);
	return 0;
}

static _Noreturn void run_process(const struct load *load, int number, struct answer *answer)
{
	if (answer_one(load, number, answer) != 0)
		answer->error = errno;
	_exit(0);
}

static int fork_all(const struct load *load, struct answer *shared)
{
	for (int i = 0; i < load->requests; i++) {
		pid_t pid;

		load_await(load, i);
		pid = fork();
		if (pid == 0)
			run_process(load, i, &shared[i]);
		if (pid < 0)
			return errno;
	}
	return 0;
}

int way_processes(const struct load *load, struct answer *answers)
{
	size_t size = (size_t)load->requests * sizeof *answers;
	struct answer *shared =
		mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int error;

	if (shared == MAP_FAILED)
		return -1;
	error = fork_all(load, shared);
	while (wait(NULL) > 0 || errno == EINTR)
		;
	/* DOC: the copy back. */
	memcpy(answers, shared, size);
	munmap(shared, size);
	errno = error;
	return error ? -1 : 0;
}
