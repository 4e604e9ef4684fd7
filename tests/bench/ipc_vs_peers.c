/*
 * ipc_vs_peers.c: what lab06 compares, beside its peers: the ring for one sender and one receiver
 * beside libck's, exchanges through shared memory beside seqpacket sockets and pipes, and our own
 * pipe beside a bare loop and perf's, as a check of the harness itself.
 * Links: -lck
 * With: labs/lab06-ipc/subjects/
 *
 *   make build/bin/bench-ipc && build/bin/bench-ipc            a minute
 */
#include "bench/contest.h"

#include "base/child.h"
#include "base/die.h"
#include "../../labs/lab06-ipc/subjects/channel.h"
#include "../../labs/lab06-ipc/subjects/spsc.h"
#include "measure/clock.h"

#include <ck_ring.h>
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define SLOTS 1024 /* libck wants a power of two, and leaves one of them empty */
#define WARM 16
#define PATIENCE_MS 5000

/* ---- cores ---- */

/* The number of the nth that we may run on, or -1. */
static int core_of(int nth)
{
	static cpu_set_t allowed; /* as it was at first: later we are pinned */
	static bool known;

	if (!known && sched_getaffinity(0, sizeof allowed, &allowed) != 0)
		die_system("sched_getaffinity");
	known = true;
	for (int i = 0; i < CPU_SETSIZE; i++)
		if (CPU_ISSET(i, &allowed) && nth-- == 0)
			return i;
	return -1;
}

static void pin(int nth)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET((size_t)core_of(nth), &set);
	if (sched_setaffinity(0, sizeof set, &set) != 0)
		die_system("sched_setaffinity");
}

static const char *one_core(void)
{
	return core_of(1) < 0 ? "it takes two cores" : NULL;
}

/* ---- rings: a thread on each of two cores ---- */

/* The other end of a ring: takes `count` and checks that they come as they were put. */
static struct race {
	void *(*take)(void *count);
	int64_t done_ns;
	atomic_bool ready;
} race;

static void begin_taking(void)
{
	pin(1);
	atomic_store(&race.ready, true);
}

static double run_race(long count, void *(*take)(void *), void (*put)(long))
{
	pthread_t taker;
	int64_t start;

	core_of(0);
	pin(0);
	atomic_store(&race.ready, false);
	if (pthread_create(&taker, NULL, take, &count) != 0)
		return -1;
	while (!atomic_load(&race.ready))
		spsc_relax();
	start = clock_ns();
	put(count);
	if (pthread_join(taker, NULL) != 0)
		return -1;
	return (double)(race.done_ns - start);
}

/* Items of 8 and of 64 bytes; for both the same functions are written out by the compiler. */
struct word {
	uint64_t word[1];
};

struct line {
	uint64_t word[8];
};

/* cppcheck-suppress unknownMacro */
CK_RING_PROTOTYPE(word, word)
CK_RING_PROTOTYPE(line, line)

#define CONTENDERS(item)                                                 \
	static struct spsc *our_ring_##item(void)                        \
	{                                                                \
		static struct spsc *ring;                                \
		size_t bytes = spsc_bytes(SLOTS, sizeof(struct item));   \
                                                                         \
		if (ring)                                                \
			return ring;                                     \
		ring = aligned_alloc(128, (bytes + 127) / 128 * 128);    \
		if (!ring)                                               \
			die_system("no memory");                         \
		memset(ring, 0, bytes);                                  \
		spsc_init(ring, SLOTS, sizeof(struct item));             \
		return ring;                                             \
	}                                                                \
	static void our_put_##item(long count)                           \
	{                                                                \
		struct spsc *ring = our_ring_##item();                   \
                                                                         \
		for (long i = 0; i < count; i++) {                       \
			struct item item = {{(uint64_t)i}};              \
                                                                         \
			while (!spsc_try_put(ring, &item, sizeof item))  \
				spsc_slip();                             \
		}                                                        \
	}                                                                \
	static void *our_take_##item(void *count)                        \
	{                                                                \
		struct spsc *ring = our_ring_##item();                   \
		struct item item;                                        \
                                                                         \
		begin_taking();                                          \
		for (long i = 0; i < *(long *)count; i++) {              \
			while (!spsc_try_take(ring, &item, sizeof item)) \
				spsc_slip();                             \
			if (item.word[0] != (uint64_t)i)                 \
				BUG("an item came that was not put");    \
		}                                                        \
		race.done_ns = clock_ns();                               \
		return NULL;                                             \
	}                                                                \
	static double our_race_##item(long count)                        \
	{                                                                \
		our_ring_##item();                                       \
		return run_race(count, our_take_##item, our_put_##item); \
	}

/* `wait` is how the peer waits. */
#define PEERS(item, name, wait)                                                                \
	static struct item slots_##name[SLOTS];                                                \
	static ck_ring_t ring_##name;                                                          \
	static void ck_put_##name(long count)                                                  \
	{                                                                                      \
		for (long i = 0; i < count; i++) {                                             \
			struct item item = {{(uint64_t)i}};                                    \
                                                                                               \
			while (!CK_RING_ENQUEUE_SPSC(item, &ring_##name, slots_##name, &item)) \
				wait();                                                        \
		}                                                                              \
	}                                                                                      \
	static void *ck_take_##name(void *count)                                               \
	{                                                                                      \
		struct item item;                                                              \
                                                                                               \
		begin_taking();                                                                \
		for (long i = 0; i < *(long *)count; i++) {                                    \
			while (!CK_RING_DEQUEUE_SPSC(item, &ring_##name, slots_##name, &item)) \
				wait();                                                        \
			if (item.word[0] != (uint64_t)i)                                       \
				BUG("an item came that was not put");                          \
		}                                                                              \
		race.done_ns = clock_ns();                                                     \
		return NULL;                                                                   \
	}                                                                                      \
	static double ck_race_##name(long count)                                               \
	{                                                                                      \
		ck_ring_init(&ring_##name, SLOTS);                                             \
		return run_race(count, ck_take_##name, ck_put_##name);                         \
	}

CONTENDERS(word)
CONTENDERS(line)
PEERS(word, word, spsc_relax)
PEERS(line, line, spsc_relax)
PEERS(word, slow_word, spsc_slip)
PEERS(line, slow_line, spsc_slip)

/* ---- round trips of 8 bytes between two processes ---- */

static void echo(struct channel *there, struct channel *back, long count)
{
	uint64_t message;

	for (long i = 0; i < count; i++)
		if (!channel_receive(there, &message) || !channel_send(back, &message))
			_exit(1);
}

/* Elapsed ns, or -1. */
static double exchange(struct channel *there, struct channel *back, long count)
{
	int64_t start = 0;

	for (long i = -WARM; i < count; i++) {
		uint64_t message = (uint64_t)i, reply;

		if (i == 0)
			start = clock_ns();
		if (!channel_send(there, &message) || !channel_receive(back, &reply))
			return -1;
		if (reply != message)
			BUG("a message came back that was not sent");
	}
	return (double)(clock_ns() - start);
}

static void reap(pid_t pid)
{
	int status;

	if (child_wait(pid, PATIENCE_MS, &status) == 1)
		return;
	kill(pid, SIGKILL);
	waitpid(pid, &status, 0);
}

static double round_trips(const struct channel_ops *ops, long count, int core)
{
	struct channel there, back;
	pid_t self = getpid(), other;
	double elapsed;

	core_of(0);
	if (!channel_open(&there, ops, sizeof(uint64_t)) ||
	    !channel_open(&back, ops, sizeof(uint64_t)))
		return -1;
	other = fork();
	if (other < 0)
		return -1;
	pin(other == 0 ? core : 0);
	channel_become(&there, other == 0 ? CHANNEL_RECEIVER : CHANNEL_SENDER,
		       other == 0 ? self : other);
	channel_become(&back, other == 0 ? CHANNEL_SENDER : CHANNEL_RECEIVER,
		       other == 0 ? self : other);
	if (other == 0) {
		child_die_with(self);
		echo(&there, &back, count + WARM);
		_exit(0);
	}
	elapsed = exchange(&there, &back, count);
	channel_close(&there);
	channel_close(&back);
	reap(other);
	return elapsed;
}

static double shm_across(long count)
{
	return round_trips(&channel_spin_futex, count, 1);
}

static double seqpacket_across(long count)
{
	return round_trips(&channel_seqpacket, count, 1);
}

static double shm_same(long count)
{
	return round_trips(&channel_spin_futex, count, 0);
}

static double pipe_same(long count)
{
	return round_trips(&channel_pipe, count, 0);
}

/* ---- the harness itself: a bare loop, as lmbench's lat_pipe has one ---- */

static void bare_echo(int in, int out)
{
	char token;

	while (read(in, &token, 1) == 1)
		if (write(out, &token, 1) != 1)
			break;
	_exit(0);
}

static double bare_pipe(long count)
{
	int there[2], back[2];
	char token = 1;
	int64_t start = 0;
	pid_t self = getpid(), other;

	core_of(0);
	pin(0);
	if (pipe(there) != 0 || pipe(back) != 0 || (other = fork()) < 0)
		return -1;
	if (other == 0) {
		child_die_with(self);
		close(there[1]);
		close(back[0]);
		bare_echo(there[0], back[1]);
	}
	for (long i = -WARM; i < count; i++) {
		if (i == 0)
			start = clock_ns();
		if (write(there[1], &token, 1) != 1 || read(back[0], &token, 1) != 1)
			return -1;
	}
	start = clock_ns() - start;
	for (int i = 0; i < 2; i++) {
		close(there[i]);
		close(back[i]);
	}
	reap(other);
	return (double)start;
}

/* perf inherits our core. It says how long it took with three digits, and each one more exactly. */
static double perf_pipe(long count)
{
	char command[128], line[256];
	double micros = -1;
	FILE *answer;

	core_of(0);
	pin(0);
	snprintf(command, sizeof command, "perf bench sched pipe -l %ld 2>/dev/null", count);
	answer = popen(command, "r");
	if (!answer)
		return -1;
	while (fgets(line, sizeof line, answer))
		if (strstr(line, "usecs/op"))
			micros = strtod(line, NULL);
	pclose(answer);
	return micros > 0 ? micros * 1e3 * (double)count : -1;
}

static const char *no_perf(void)
{
	return perf_pipe(100) < 0 ? "there is no perf that runs here" : NULL;
}

static const struct contest contests[] = {
	{.name = "ring, 8 bytes across cores (ck_ring)",
	 .ours = {"slot flags", our_race_word},
	 .peer = {"ck_ring spsc", ck_race_word},
	 .target = 0.35,
	 .count = 200000,
	 .missing = one_core},
	{.name = "ring, 64 bytes across cores (ck_ring)",
	 .ours = {"slot flags", our_race_line},
	 .peer = {"ck_ring spsc", ck_race_line},
	 .target = 0.35,
	 .count = 200000,
	 .missing = one_core},
	{.name = "ring, 8 bytes, both waiting alike (ck_ring)",
	 .ours = {"slot flags", our_race_word},
	 .peer = {"ck_ring spsc", ck_race_slow_word},
	 .count = 200000,
	 .missing = one_core},
	{.name = "ring, 64 bytes, both waiting alike (ck_ring)",
	 .ours = {"slot flags", our_race_line},
	 .peer = {"ck_ring spsc", ck_race_slow_line},
	 .count = 200000,
	 .note = "part of the difference in the rows above is that ours lets the other get ahead "
		 "(spsc_slip) and its peer's users look again at once",
	 .missing = one_core},
	{.name = "shm round trip across cores (seqpacket)",
	 .ours = {"ring, spin then futex", shm_across},
	 .peer = {"seqpacket", seqpacket_across},
	 .target = 0.05,
	 .batch_ns = 2e5,
	 .missing = one_core},
	{.name = "shm round trip on one core (pipe)",
	 .ours = {"ring, yield then futex", shm_same},
	 .peer = {"pipe", pipe_same},
	 .target = 0.85,
	 .batch_ns = 2e6},
	{.name = "pipe round trip (bare loop)",
	 .ours = {"channel_pipe", pipe_same},
	 .peer = {"write and read", bare_pipe},
	 .target = 1.10,
	 .least = 0.90,
	 .batch_ns = 4e6,
	 .note = "a check of the harness: both on one core; the bare loop is lat_pipe's"},
	{.name = "pipe round trip (perf bench sched pipe)",
	 .ours = {"channel_pipe", pipe_same},
	 .peer = {"perf bench sched pipe", perf_pipe},
	 .launches = 8,
	 .batches = 6,
	 .batch_ns = 1e7,
	 .missing = no_perf,
	 .note = "perf counts from before it starts its two processes to after their end, and pays "
		 "for that as well"},
	{.name = NULL},
};

int main(int argc, char **argv)
{
	return contest_main(argc, argv, contests);
}
