/* internal.h: what the parts of the server share: its loop, and the answers that are not due yet. */
#ifndef SERVER_INTERNAL_H
#define SERVER_INTERNAL_H

#include "server/server.h"

#include <stddef.h>
#include <sys/socket.h>

/* How a client and the server speak: a request is its number, and so is its answer; a message each. */
#define SERVER_SOCKET (SOCK_SEQPACKET | SOCK_CLOEXEC)
#define SERVER_UNDER_WAY 64 /* requests of one connection */

/* ---- due.c: answers, the next one first ---- */

struct due_answer {
	int64_t due;	/* CLOCK_MONOTONIC, in nanoseconds */
	uint64_t order; /* of those that are due at the same time, the first asked is first */
	uint64_t request;
	int fd;	       /* whose it is... */
	uint32_t life; /* ...if that is still the same connection */
};

struct due {
	struct due_answer *heap;
	size_t count, room;
	uint64_t asked;
};

/* Returns 0, or -1 with errno ENOMEM. `order` is filled in. */
int due_add(struct due *due, struct due_answer answer);

/* The next one, NULL: there is none. It stays where it is until the heap is changed. */
const struct due_answer *due_next(const struct due *due);

void due_remove_next(struct due *due);

/* ---- serve.c: the server's process ---- */

struct serve;

/*
 * Prepare to serve at this address. Raises the soft limit of descriptors. Returns NULL with errno set.
 * What was opened is left to the end of the process.
 */
struct serve *serve_open(const struct server_options *options, const struct sockaddr *address,
			 socklen_t length);

/* Serve until we are killed. */
_Noreturn void serve_run(struct serve *serve);

#endif
