/*
 * async_processes.c: a process for each core, and in each of them an event loop with a coroutine for each
 * of its requests. Waits overlap as in coroutines.c, and all cores compute as in processes.c; what
 * both need has to be written down as well.
 */
#include "load.h"

#include "coro/loop.h"

#include <errno.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

struct job {
	const struct load *load;
	struct answer *answer;
	int number;
};

static int answer_one(const struct load *load, int number, struct answer *answer)
{
	struct request request;
	int server;

	if (load_parse(load, number, &request) != 0)
		return -1;
	server = load_ask(load, &request);
	if (server < 0)
		return -1;
	loop_wait(server, LOOP_READABLE, -1);
	if (load_receive(load, server, &request) != 0)
		return -1;
	load_compute(&request, answer);
	return 0;
}

static void run_job(void *arg)
{
	struct job *job = arg;

	loop_sleep(load_until(job->load, job->number));
	if (answer_one(job->load, job->number, job->answer) != 0)
		job->answer->error = errno;
}

/* The requests first, first + step, first + 2 step... in one event loop. */
static int run_loop(const struct load *load, struct answer *answers, int first, int step)
{
	struct job *jobs = calloc((size_t)load->requests, sizeof *jobs);
	struct loop *loop = jobs ? loop_create() : NULL;
	int error = loop ? 0 : errno;

	for (int i = first; i < load->requests && !error; i += step) {
		jobs[i] = (struct job){.load = load, .answer = &answers[i], .number = i};
		if (loop_spawn(loop, "request", run_job, &jobs[i]) != 0)
			error = errno;
	}
	if (loop) {
		loop_run(loop);
		loop_destroy(loop);
	}
	free(jobs);
	return error;
}

static int count_cores(void)
{
	cpu_set_t allowed;

	if (sched_getaffinity(0, sizeof allowed, &allowed) != 0)
		return 1;
	return CPU_COUNT(&allowed);
}

static int fork_all(const struct load *load, struct answer *shared, int processes)
{
	for (int i = 0; i < processes; i++) {
		pid_t pid = fork();

		if (pid == 0)
			_exit(run_loop(load, shared, i, processes));
		if (pid < 0)
			return errno;
	}
	return 0;
}

/* What refused a process its loop is its status: all error numbers are below 256. */
static int wait_for_all(int error)
{
	int status;

	while (wait(&status) > 0 || errno == EINTR)
		if (WIFEXITED(status) && WEXITSTATUS(status) != 0)
			error = WEXITSTATUS(status);
	return error;
}

int way_async_processes(const struct load *load, struct answer *answers)
{
	size_t size = (size_t)load->requests * sizeof *answers;
	struct answer *shared =
		mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int error;

	if (shared == MAP_FAILED)
		return -1;
	error = wait_for_all(fork_all(load, shared, count_cores()));
	memcpy(answers, shared, size);
	munmap(shared, size);
	errno = error;
	return error ? -1 : 0;
}
