/*
 * errands.h: one program, written twice: on our event loop (loop.c) and on libuv (uv.c).
 *
 * There are some clients. Each does so many rounds: it waits for a while, or talks, or both. To talk is to send a
 * byte to an echo of its own, through a pair of sockets, and to wait for the answer. All at the same time,
 * in one thread.
 */
#ifndef LAB08_ERRANDS_H
#define LAB08_ERRANDS_H

#include <stdbool.h>

struct errands {
	int clients;
	long rounds;  /* of each client */
	long wait_ms; /* before each; 0: none */
	bool talks;
};

/* A way to run them. Returns NULL when all is done, or the call that was refused, with errno set. */
typedef const char *errands_way(const struct errands *errands);

errands_way errands_by_loop, errands_by_uv;

/* Two ends of a conversation: non-blocking, close-on-exec. Returns 0, or -1 with errno set. */
int errands_connect(int ends[2]);

#endif
