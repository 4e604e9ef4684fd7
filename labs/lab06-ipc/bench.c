/*
 * bench.c: what an exchange between two processes costs, for each way there is (subjects/channel.h).
 * Every byte is verified: messages are numbered, differ in every word, and carry a checksum.
 */
#include "lab/bench.h"

#include "base/child.h"
#include "base/die.h"
#include "measure/clock.h"
#include "measure/stats.h"
#include "subjects/channel.h"
#include "subjects/spsc.h"
#include "subjects/wait.h"

#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define WARM 8		 /* exchanges before the clock runs */
#define PATIENCE_MS 5000 /* for the other process to end */

/* ---- messages ---- */

/* Depends on the order of the words, as Fletcher's checksum does. */
static uint64_t sum_of(const uint64_t *word, size_t words)
{
	uint64_t one = 1, two = 0;

	for (size_t i = 0; i < words; i++) {
		one += word[i];
		two += one;
	}
	return one ^ two;
}

static void fill(uint64_t *word, size_t size, uint64_t number)
{
	size_t last = size / sizeof *word - 1;

	word[0] = number;
	for (size_t i = 1; i < last; i++)
		word[i] = number * 2654435761u + i;
	if (last > 0)
		word[last] = sum_of(word, last);
}

static bool is_right(const uint64_t *word, size_t size, uint64_t number)
{
	size_t last = size / sizeof *word - 1;

	return word[0] == number && (last == 0 || word[last] == sum_of(word, last));
}

/* Whole pages: vmsplice wants that. Touched, so that no exchange pays for it. */
static void *make_buffer(size_t size)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	void *buffer = aligned_alloc(page, (size + page - 1) / page * page);

	if (!buffer)
		die_system("no memory for a message");
	memset(buffer, 1, size);
	return buffer;
}

/* ---- the other process ---- */

/* What it tells us, in memory that we share. */
struct told {
	atomic_bool ready;
	int64_t done_ns;
	bool failed, corrupt;
	char reason[160];
};

struct pair {
	struct channel there, back;
	struct told *told;
	pid_t other;
	size_t size;
	uint64_t *buffer, *reply;
};

static bool open_pair(struct pair *pair, const struct lab_question *question,
		      struct lab_sample *sample)
{
	const struct channel_ops *ops = question->subject->argument;

	*pair = (struct pair){.size = (size_t)question->parameter};
	if (!channel_open(&pair->there, ops, pair->size)) {
		bench_missing(sample, "%s", pair->there.reason);
		return false;
	}
	if (!channel_open(&pair->back, ops, pair->size)) {
		bench_missing(sample, "%s", pair->back.reason);
		channel_close(&pair->there);
		return false;
	}
	pair->told = mmap(NULL, sizeof *pair->told, PROT_READ | PROT_WRITE,
			  MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (pair->told == MAP_FAILED)
		die_system("mmap");
	*pair->told = (struct told){.failed = false};
	pair->buffer = make_buffer(pair->size);
	pair->reply = make_buffer(pair->size);
	return true;
}

static void close_pair(struct pair *pair)
{
	int status;

	channel_close(&pair->there);
	channel_close(&pair->back);
	if (pair->other > 0 && child_wait(pair->other, PATIENCE_MS, &status) != 1) {
		kill(pair->other, SIGKILL);
		waitpid(pair->other, &status, 0);
	}
	munmap(pair->told, sizeof *pair->told);
	free(pair->buffer);
	free(pair->reply);
}

typedef void other_body(struct pair *pair, long count);

/* Start the other process; on return the channels know who is who. */
static void start_other(struct pair *pair, const struct lab_question *question, other_body *body,
			long count)
{
	pid_t self = getpid();

	pair->other = bench_fork();
	if (pair->other < 0)
		die_system("fork");
	if (pair->other == 0) {
		bench_pin(question, 1);
		channel_become(&pair->there, CHANNEL_RECEIVER, self);
		channel_become(&pair->back, CHANNEL_SENDER, self);
		atomic_store(&pair->told->ready, true);
		body(pair, count);
		_exit(0);
	}
	channel_become(&pair->there, CHANNEL_SENDER, pair->other);
	channel_become(&pair->back, CHANNEL_RECEIVER, pair->other);
}

static void tell_failure(struct pair *pair, const struct channel *channel)
{
	pair->told->failed = true;
	snprintf(pair->told->reason, sizeof pair->told->reason, "%s", channel->reason);
}

/* A channel that breaks or changes bytes is no row of a table. */
static void report_failure(const struct pair *pair, const struct channel *channel,
			   struct lab_sample *sample)
{
	if (pair->told->corrupt)
		BUG("a message came that nobody sent");
	bench_missing(sample, "%s", *channel->reason ? channel->reason : pair->told->reason);
}

/* ---- latency ---- */

static void echo(struct pair *pair, long count)
{
	for (long i = 0; i < count; i++)
		if (!channel_receive(&pair->there, pair->buffer) ||
		    !channel_send(&pair->back, pair->buffer))
			return tell_failure(pair, &pair->there);
}

/* Nanoseconds of one round trip, or -1. */
static int64_t round_trip(struct pair *pair, uint64_t number)
{
	int64_t start, stop;

	fill(pair->buffer, pair->size, number);
	start = clock_ns();
	if (!channel_send(&pair->there, pair->buffer) || !channel_receive(&pair->back, pair->reply))
		return -1;
	stop = clock_ns();
	if (!is_right(pair->reply, pair->size, number))
		BUG("a message came back that was not sent");
	return stop - start;
}

static bool round_trips(struct pair *pair, double *times, long count)
{
	for (long i = -WARM; i < count; i++) {
		int64_t time = round_trip(pair, (uint64_t)(i + WARM));

		if (time < 0)
			return false;
		if (i >= 0)
			times[i] = (double)time;
	}
	return true;
}

static void summarize(const double *times, long count, struct lab_sample *sample)
{
	static const double quantiles[] = {0.5, 0.9, 0.99, 0.999};
	double sum = 0;

	for (long i = 0; i < count; i++)
		sum += times[i];
	sample->value = sum / (double)count;
	for (int i = 0; i < 4; i++)
		sample->extra[i] = stats_quantile(times, (size_t)count, quantiles[i]);
}

static void measure_latency(const struct lab_question *question, struct lab_sample *sample)
{
	double *times = calloc((size_t)question->count, sizeof *times);
	struct pair pair;

	if (!times)
		die_system("no memory");
	if (open_pair(&pair, question, sample)) {
		start_other(&pair, question, echo, question->count + WARM);
		if (round_trips(&pair, times, question->count))
			summarize(times, question->count, sample);
		else
			report_failure(&pair, &pair.there, sample);
		close_pair(&pair);
	}
	free(times);
}

/* ---- throughput ---- */

static void consume(struct pair *pair, long count)
{
	for (long i = 0; i < count; i++) {
		if (!channel_receive(&pair->there, pair->buffer))
			return tell_failure(pair, &pair->there);
		pair->told->corrupt |= !is_right(pair->buffer, pair->size, (uint64_t)i);
	}
	pair->told->done_ns = clock_ns();
}

static bool produce(struct pair *pair, long count)
{
	for (long i = 0; i < count; i++) {
		fill(pair->buffer, pair->size, (uint64_t)i);
		if (!channel_send(&pair->there, pair->buffer))
			return false;
	}
	return true;
}

/* The same without copies: messages are made and read where they lie. For rings only. */
static void consume_in_place(struct pair *pair, long count)
{
	struct spsc *ring = pair->there.memory;

	for (long i = 0; i < count; i++) {
		struct spsc_slot *slot = spsc_slot(ring, &ring->receiver);

		if (!wait_until(&pair->there, &slot->full, 1, &ring->receiver, &ring->sender))
			return tell_failure(pair, &pair->there);
		pair->told->corrupt |= !is_right((void *)slot->data, pair->size, (uint64_t)i);
		/* Release: we have read it before it may be overwritten. */
		atomic_store_explicit(&slot->full, 0, memory_order_release);
		spsc_advance(ring, &ring->receiver, pair->size);
		wait_wake(&ring->receiver, &ring->sender);
	}
	pair->told->done_ns = clock_ns();
}

static bool produce_in_place(struct pair *pair, long count)
{
	struct spsc *ring = pair->there.memory;

	for (long i = 0; i < count; i++) {
		struct spsc_slot *slot = spsc_slot(ring, &ring->sender);

		if (!wait_until(&pair->there, &slot->full, 0, &ring->sender, &ring->receiver))
			return false;
		fill((void *)slot->data, pair->size, (uint64_t)i);
		/* Release: who sees the flag sees the message. */
		atomic_store_explicit(&slot->full, 1, memory_order_release);
		spsc_advance(ring, &ring->sender, pair->size);
		wait_wake(&ring->sender, &ring->receiver);
	}
	return true;
}

/* A rate needs more than a few messages: at least so many, for a MiB in all or a few thousand. */
static long enough(const struct lab_question *question)
{
	long least = 1048576 / question->parameter;

	least = least < 4 ? 4 : least > 4000 ? 4000 : least;
	return question->count > least ? question->count : least;
}

/* On one core it runs only if we let it. */
static void await_other(const struct pair *pair)
{
	while (!atomic_load(&pair->told->ready) && channel_peer_lives(&pair->there))
		sched_yield();
}

static void stream(const struct lab_question *question, struct lab_sample *sample,
		   bool (*make)(struct pair *pair, long count), other_body *use)
{
	long count = enough(question);
	double mebibytes = (double)question->parameter * (double)count / 1048576;
	struct pair pair;
	int64_t start;
	int status;
	bool sent;

	if (!open_pair(&pair, question, sample))
		return;
	start_other(&pair, question, use, count);
	await_other(&pair);
	start = clock_ns();
	sent = make(&pair, count);
	if (sent && child_wait(pair.other, PATIENCE_MS, &status) == 1) {
		pair.other = 0;
		sent = pair.told->done_ns > 0;
	}
	if (sent && pair.other == 0 && !pair.told->corrupt)
		sample->value = mebibytes / ((double)(pair.told->done_ns - start) * 1e-9);
	else
		report_failure(&pair, &pair.there, sample);
	close_pair(&pair);
}

static void measure_stream(const struct lab_question *question, struct lab_sample *sample)
{
	stream(question, sample, produce, consume);
}

static void measure_in_place(const struct lab_question *question, struct lab_sample *sample)
{
	stream(question, sample, produce_in_place, consume_in_place);
}

/* ---- death ---- */

/* Takes part until it dies in the middle of an exchange: with a message received, and none sent. */
static void echo_and_die(struct pair *pair, long count)
{
	echo(pair, count);
	if (!channel_receive(&pair->there, pair->buffer))
		return tell_failure(pair, &pair->there);
	pair->told->done_ns = clock_ns();
	raise(SIGKILL);
}

static void measure_death(const struct lab_question *question, struct lab_sample *sample)
{
	struct lab_question one = *question;
	struct pair pair;
	uint64_t number = 0;

	one.parameter = 64;
	if (!open_pair(&pair, &one, sample))
		return;
	start_other(&pair, &one, echo_and_die, question->count);
	while (round_trip(&pair, number) >= 0)
		number++;
	if (number == (uint64_t)question->count && pair.told->done_ns > 0)
		sample->value = (double)(clock_ns() - pair.told->done_ns);
	else
		report_failure(&pair, &pair.there, sample);
	close_pair(&pair);
}

/* ---- the experiments ---- */

#define BOTH (LAB_SAME_CORE | LAB_ACROSS_CORES)
#define SUBJECT(text, function, ops, where)                                                 \
	{                                                                                   \
		.label = text, .placements = where, .measure = function, .argument = &(ops) \
	}

/* A spinning sender and a spinning receiver on one core wait for the clock: see the handout. */
#define ALL_CHANNELS(function, where)                                                        \
	SUBJECT("pipe", function, channel_pipe, where),                                      \
		SUBJECT("FIFO", function, channel_fifo, where),                              \
		SUBJECT("Unix stream", function, channel_stream, where),                     \
		SUBJECT("seqpacket", function, channel_seqpacket, where),                    \
		SUBJECT("POSIX queue", function, channel_queue, where),                      \
		SUBJECT("shm + eventfd", function, channel_eventfd, where),                  \
		SUBJECT("shm ring, futex", function, channel_futex, where),                  \
		SUBJECT("shm ring, spin+futex", function, channel_spin_futex, where),        \
		SUBJECT("shm ring, spin", function, channel_spin, (where) & ~LAB_SAME_CORE), \
		SUBJECT("process_vm_readv", function, channel_readv, where),                 \
		SUBJECT("vmsplice", function, channel_vmsplice, where)

static const struct lab_subject latencies[] = {
	ALL_CHANNELS(measure_latency, BOTH),
	{.label = NULL},
};

static const struct lab_subject streams[] = {
	ALL_CHANNELS(measure_stream, BOTH),
	SUBJECT("shm ring, in place", measure_in_place, channel_spin_futex, BOTH),
	{.label = NULL},
};

static const struct lab_subject deaths[] = {
	ALL_CHANNELS(measure_death, LAB_ACROSS_CORES),
	{.label = NULL},
};

static const long sizes[] = {8, 64, 1024, 16384, 131072, 1048576, LAB_LAST};
static const long quick_sizes[] = {8, 131072, 1048576, LAB_LAST};
static const char *const percentiles[] = {"p50", "p90", "p99", "p99.9", NULL};

const struct lab_experiment lab_experiments[] = {
	{.name = "latency",
	 .title = "What does an exchange between two processes cost?",
	 .note = "A message there and back again; every byte verified.",
	 .unit = "ns per round trip",
	 .parameter = "message (bytes)",
	 .values = sizes,
	 .quick_values = quick_sizes,
	 .extras = percentiles,
	 .subjects = latencies,
	 .most_count = 20000,
	 .most_batches = 2},
	{.name = "throughput",
	 .title = "How much passes from one process to another?",
	 .note = "One process makes messages, another one reads and verifies them.",
	 .unit = "MiB per s",
	 .parameter = "message (bytes)",
	 .values = sizes,
	 .quick_values = quick_sizes,
	 .subjects = streams,
	 .most_count = 100000,
	 .most_batches = 2},
	{.name = "death",
	 .title = "How long until the death of the other process is noticed?",
	 .note = "It is killed with a message in its hands; then send or receive must fail.",
	 .unit = "ns per death",
	 .subjects = deaths,
	 .count = 20},
	{.name = NULL},
};
