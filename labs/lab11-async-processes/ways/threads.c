/* threads.c: a thread for each request. The kernel switches between them, and uses all cores. */
#include "load.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

struct job {
	const struct load *load;
	struct answer *answer;
	int number;
	pthread_t thread;
};

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

static void *run_job(void *arg)
{
	struct job *job = arg;

	if (answer_one(job->load, job->number, job->answer) != 0)
		job->answer->error = errno;
	return NULL;
}

int way_threads(const struct load *load, struct answer *answers)
{
	struct job *jobs = calloc((size_t)load->requests, sizeof *jobs);
	int made, error = 0;

	if (!jobs)
		return -1;
	for (made = 0; made < load->requests; made++) {
		load_await(load, made);
		jobs[made] = (struct job){.load = load, .answer = &answers[made], .number = made};
		error = pthread_create(&jobs[made].thread, NULL, run_job, &jobs[made]);
		if (error)
			break;
	}
	for (int i = 0; i < made; i++)
		pthread_join(jobs[i].thread, NULL);
	free(jobs);
	errno = error;
	return error ? -1 : 0;
}
