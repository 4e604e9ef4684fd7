/*
 * coroutines.c: a coroutine for each request, all in one thread, with an event loop. While one waits the
 * others go on; but there is only one core for all of them.
 */
#include "load.h"

#include "coro/loop.h"

#include <errno.h>
#include <stdlib.h>

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
	/* DOC: the explicit wait. Left out, it would still be right, and as slow as serial. */
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

int way_coroutines(const struct load *load, struct answer *answers)
{
	struct job *jobs = calloc((size_t)load->requests, sizeof *jobs);
	struct loop *loop = jobs ? loop_create() : NULL;
	int error = loop ? 0 : errno;

	for (int i = 0; i < load->requests && !error; i++) {
		jobs[i] = (struct job){.load = load, .answer = &answers[i], .number = i};
		if (loop_spawn(loop, "request", run_job, &jobs[i]) != 0)
			error = errno;
	}
	if (loop) {
		loop_run(loop);
		loop_destroy(loop);
	}
	free(jobs);
	errno = error;
	return error ? -1 : 0;
}
