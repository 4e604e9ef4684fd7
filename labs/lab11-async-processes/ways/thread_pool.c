/*
 * thread_pool.c: a few threads, each of which takes the next request when it is done with one. Nothing is
 * created for a request; but when all threads wait, requests wait, too.
 */
#include "load.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>

struct pool {
	const struct load *load;
	struct answer *answers;
	atomic_int next;
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

static void *serve(void *arg)
{
	struct pool *pool = arg;
	int i;

	while ((i = atomic_fetch_add(&pool->next, 1)) < pool->load->requests) {
		load_await(pool->load, i);
		if (answer_one(pool->load, i, &pool->answers[i]) != 0)
			pool->answers[i].error = errno;
	}
	return NULL;
}

int way_thread_pool(const struct load *load, struct answer *answers)
{
	struct pool pool = {.load = load, .answers = answers};
	pthread_t threads[WAY_POOL];
	int made, error = 0;

	for (made = 0; made < WAY_POOL && !error; made++)
		error = pthread_create(&threads[made], NULL, serve, &pool);
	if (error)
		made--;
	for (int i = 0; i < made; i++)
		pthread_join(threads[i], NULL);
	errno = error;
	return error ? -1 : 0;
}
