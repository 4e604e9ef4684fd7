/*
 * load.h: the mixed load that every way (ways/NAME.c) has to carry, and what the ways share.
 *
 * A request is a short text. To answer it takes four calls, in this order:
 *
 *   load_parse    read the text                       (computes a little)
 *   load_ask      ask the slow server about it        (does not wait)
 *   load_receive  take the server's reply             (waits, unless the reply is there already)
 *   load_compute  work out the answer                 (computes)
 *
 * All of them may be called from any thread, process or coroutine.
 */
#ifndef LOAD_H
#define LOAD_H

#include "server/server.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#define LOAD_TEXT 512

/* What the watcher of a run (subjects/run.c) sees from outside. In shared memory. */
struct load_board {
	_Atomic int asked, received;
	_Atomic int code; /* errno of what failed first; 0: nothing has */
};

struct load {
	int requests;
	int64_t start_ns, gap_ns; /* request i arrives at start_ns + i * gap_ns */
	const struct server *server;
	struct load_board *board;
	char (*text)[LOAD_TEXT]; /* of each request */
};

/* What the text of a request says. */
struct request {
	int number;
	uint64_t key;
	long rounds; /* how long the answer is to be worked on */
};

/* Zeroed: nobody has dealt with this request. */
struct answer {
	bool is_done;
	int error; /* errno of what failed; 0: nothing */
	uint64_t result;
	int64_t done_ns;
};

/*
 * A way to deal with all requests, each when it has arrived. Fills in answers[0 .. requests - 1], which
 * are ordinary memory of the caller, zeroed. A request that fails gets its `error`, and the others go on.
 * Returns 0, or -1 with errno set when the system refuses what the way itself needs: a thread, a
 * process, memory. All that it made has ended then, too.
 */
typedef int load_way(const struct load *load, struct answer *answers);

load_way way_serial, way_threads, way_thread_pool, way_processes, way_coroutines,
	way_async_processes;

#define WAY_POOL 8 /* threads of way_thread_pool */

/* How long it is until a request arrives; 0 or less: it is there. Nanoseconds. */
int64_t load_until(const struct load *load, int number);

/* Sleep until it is there. Blocks the thread. */
void load_await(const struct load *load, int number);

/* Returns 0, or -1 with errno EBADMSG. */
int load_parse(const struct load *load, int number, struct request *request);

/* Returns a descriptor that is readable when the reply is there; -1 with errno set. */
int load_ask(const struct load *load, const struct request *request);

/* Takes the reply, for which it blocks, and closes the descriptor. Returns 0, or -1 with errno set. */
int load_receive(const struct load *load, int descriptor, const struct request *request);

void load_compute(const struct request *request, struct answer *answer);

/* ---- for those who measure; not for ways ---- */

struct load_options {
	int requests;
	int64_t compute_ns;	  /* of each, about: an amount of work */
	int64_t wait_ns, tail_ns; /* as a server's median_ns and tail_ns */
	int64_t gap_ns;
};

/*
 * Start a server and write the requests. Returns 0, or -1 with errno set. The caller must be
 * single-threaded (it forks).
 */
int load_open(struct load *load, const struct load_options *options);
void load_close(struct load *load);

/* Is this the answer? Found out by a shortcut that none of the ways knows. */
bool load_is_right(const struct load *load, int number, const struct answer *answer);

#endif
