/* serial.c: one request after another. Whoever waits keeps all others waiting. */
#include "load.h"

#include <errno.h>

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

int way_serial(const struct load *load, struct answer *answers)
{
	for (int i = 0; i < load->requests; i++) {
		load_await(load, i);
		if (answer_one(load, i, &answers[i]) != 0)
			answers[i].error = errno;
	}
	return 0;
}
