/* load.c: the requests, what answering them takes, and whether an answer is right (see load.h). */
#include "load.h"

#include "exec/crew.h"
#include "exec/exec.h"
#include "measure/clock.h"
#include "measure/stats.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define SEED 11
#define ITEMS 40 /* numbers in a request's text */

/* ---- arrival ---- */

int64_t load_until(const struct load *load, int number)
{
	return load->start_ns + number * load->gap_ns - clock_ns();
}

void load_await(const struct load *load, int number)
{
	int64_t ns;

	while ((ns = load_until(load, number)) > 0)
		nanosleep(&(struct timespec){ns / 1000000000, ns % 1000000000}, NULL);
}

/* ---- parsing ---- */

/* "items: 3 14 15": their sum, or -1 when there is something else between them. */
static long sum_items(const char *text, const char *end)
{
	long sum = 0;

	while (text < end) {
		char *after;

		sum += strtol(text, &after, 10);
		if (after == text || (*after != ' ' && *after != '\n'))
			return -1;
		text = after + 1;
	}
	return sum;
}

struct text {
	struct request request;
	long items, sum;
};

/* A line without its end; `value` is what follows its name. */
static bool parse_line(struct text *text, const char *line, const char *value, const char *end)
{
	if (strncmp(line, "number: ", 8) == 0)
		text->request.number = (int)strtol(value, NULL, 10);
	else if (strncmp(line, "key: ", 5) == 0)
		text->request.key = strtoull(value, NULL, 16);
	else if (strncmp(line, "rounds: ", 8) == 0)
		text->request.rounds = strtol(value, NULL, 10);
	else if (strncmp(line, "items: ", 7) == 0)
		text->items = sum_items(value, end);
	else if (strncmp(line, "sum: ", 5) == 0)
		text->sum = strtol(value, NULL, 10);
	else
		return false;
	return true;
}

int load_parse(const struct load *load, int number, struct request *request)
{
	struct text text = {.items = -1};
	const char *line = load->text[number], *end, *colon;
	bool is_known = true;

	for (; is_known && *line; line = end + 1) {
		end = strchr(line, '\n');
		colon = strchr(line, ':');
		is_known =
			end && colon && colon + 1 < end && parse_line(&text, line, colon + 2, end);
	}
	if (!is_known || text.items != text.sum || text.request.number != number) {
		errno = EBADMSG;
		return -1;
	}
	*request = text.request;
	return 0;
}

/* ---- the slow server ---- */

static int fail(const struct load *load, int code)
{
	int none = 0;

	atomic_compare_exchange_strong(&load->board->code, &none, code);
	errno = code;
	return -1;
}

int load_ask(const struct load *load, const struct request *request)
{
	int descriptor = server_connect(load->server);

	if (descriptor < 0)
		return fail(load, errno);
	if (server_ask(descriptor, (uint64_t)request->number) != 0) {
		int code = errno;

		close(descriptor);
		return fail(load, code);
	}
	atomic_fetch_add(&load->board->asked, 1);
	return descriptor;
}

int load_receive(const struct load *load, int descriptor, const struct request *request)
{
	uint64_t number;
	int failed = server_receive(descriptor, &number), code = errno;

	close(descriptor);
	if (failed != 0)
		return fail(load, code);
	if (number != (uint64_t)request->number)
		return fail(load, EBADMSG);
	atomic_fetch_add(&load->board->received, 1);
	return 0;
}

/* ---- computing ---- */

/* Each round needs the result of the one before: nobody does two at once. */
#define FACTOR UINT64_C(6364136223846793005)
#define TERM UINT64_C(1442695040888963407)

void load_compute(const struct request *request, struct answer *answer)
{
	uint64_t x = request->key;

	for (long i = 0; i < request->rounds; i++) {
		x = x * FACTOR + TERM;
		__asm__ volatile("" : "+r"(x)); /* else a compiler does several rounds in one */
	}
	answer->result = x;
	answer->is_done = true;
	answer->done_ns = clock_ns();
}

/* All rounds in 64 steps at most (Brown 1994, "Random number generation with arbitrary strides"). */
static uint64_t jump(uint64_t x, long rounds)
{
	uint64_t factor = 1, term = 0, square = FACTOR, sum = TERM;

	for (uint64_t left = (uint64_t)rounds; left > 0; left >>= 1) {
		if (left & 1) {
			factor *= square;
			term = term * square + sum;
		}
		sum *= square + 1;
		square *= square;
	}
	return x * factor + term;
}

bool load_is_right(const struct load *load, int number, const struct answer *answer)
{
	struct request request;

	return answer->is_done && answer->error == 0 && load_parse(load, number, &request) == 0 &&
	       answer->result == jump(request.key, request.rounds);
}

/* ---- a load's life ---- */

/*
 * Rounds for a nanosecond. A turn of crew_compute is a chain of six instructions, a round one of four;
 * and the rate of turns is the same in all programs that a tour starts.
 */
static double rate(void)
{
	const char *turns;

	crew_share_rate();
	turns = getenv("CREW_RATE");
	return turns ? strtod(turns, NULL) * 6 / 4 : 1;
}

static void write_text(char *text, int number, long rounds, uint64_t *random)
{
	int used = snprintf(text, LOAD_TEXT,
			    "number: %d\nkey: %" PRIx64 "\nrounds: %ld\nitems:", number,
			    stats_random(random), rounds);
	long sum = 0;

	for (int i = 0; i < ITEMS; i++) {
		long item = (long)(stats_random(random) % 10000);

		sum += item;
		used += snprintf(text + used, (size_t)(LOAD_TEXT - used), " %ld", item);
	}
	snprintf(text + used, (size_t)(LOAD_TEXT - used), "\nsum: %ld\n", sum);
}

int load_open(struct load *load, const struct load_options *options)
{
	size_t count = (size_t)options->requests;
	long rounds = (long)((double)options->compute_ns * rate());
	uint64_t random = SEED;

	*load = (struct load){.requests = options->requests, .gap_ns = options->gap_ns};
	load->text = calloc(count, sizeof *load->text);
	load->board = exec_block_open(sizeof *load->board);
	if (load->text && load->board)
		load->server = server_start(&(struct server_options){
			.median_ns = options->wait_ns, .tail_ns = options->tail_ns, .seed = SEED});
	if (!load->server) {
		int error = errno;

		load_close(load);
		errno = error;
		return -1;
	}
	for (int i = 0; i < options->requests; i++)
		write_text(load->text[i], i, rounds, &random);
	return 0;
}

void load_close(struct load *load)
{
	if (load->server)
		server_stop((struct server *)load->server);
	if (load->board)
		exec_block_close(load->board);
	free(load->text);
	*load = (struct load){0};
}
