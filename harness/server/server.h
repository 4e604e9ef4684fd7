/*
 * server.h: a slow server of our own: what tasks wait for in labs about waiting.
 *
 * It listens on a Unix socket and answers each request after a latency of its own, many at the same
 * time: a forked process with one event loop, so that it needs no core while others wait for it.
 * Latencies are drawn from a log-normal distribution, as a pure function of the seed and the
 * request's number: whoever asks the same is kept waiting as long, under every execution model.
 *
 *   struct server *server = server_start(&(struct server_options){
 *           .median_ns = 10000000, .tail_ns = 40000000, .seed = 1});
 *   int fd = server_connect(server);
 *   server_ask(fd, 7);
 *   crew_wait_readable(fd, -1);
 *   server_receive(fd, &number);
 *   close(fd);
 *   server_stop(server);
 */
#ifndef SERVER_SERVER_H
#define SERVER_SERVER_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct server;

struct server_options {
	int64_t median_ns; /* half of all answers take no longer; 0 or more */
	int64_t tail_ns;   /* 99 of 100 take no longer; at most the median: all take the median */
	uint64_t seed;
};

/*
 * Start a server. The caller must be single-threaded (it forks); the server dies with the thread that
 * started it, and holds none of its descriptors but 0, 1 and 2. Returns NULL with errno set when the
 * system refuses what it needs.
 */
struct server *server_start(const struct server_options *options);

/* End it, and reap it, whether it still runs or not: for its parent. Connections that it had see their end. */
void server_stop(struct server *server);

/* Its process: for tests and labs that kill it in the middle. */
pid_t server_process(const struct server *server);

/* Has it ended before it was stopped? For its parent. */
bool server_has_ended(const struct server *server);

/* CPU time that it has used so far, in nanoseconds; -1: unknown (it is gone). */
int64_t server_cpu_ns(const struct server *server);

/* How long it will take for a request: a pure function, the same in every process. Nanoseconds. */
int64_t server_latency(const struct server_options *options, uint64_t request);

/* ---- for those who ask; also in threads and forked processes of who started it ---- */

/*
 * A blocking, close-on-exec descriptor of a new connection; -1 with errno set (ECONNREFUSED: it is
 * gone). The server takes as many connections as its limit of descriptors allows, up to the hard
 * limit; one more is made, and ended at once: who asks or receives then is told so as if it had gone.
 */
int server_connect(const struct server *server);

/*
 * Send a request; its latency begins when the server reads it. A connection may have up to 64
 * requests under way; answers come when they are due, whatever the order; further requests are
 * read when one of these is answered. Returns 0, or -1 with errno set (EPIPE: the server has gone).
 * Raises no signal.
 */
int server_ask(int fd, uint64_t request);

/*
 * Take the next answer: blocks until there is one, so wait for the descriptor first where that must not
 * be. Returns 0 and the request's number; -1 with errno set (ECONNRESET: the server has gone).
 */
int server_receive(int fd, uint64_t *request);

#endif
