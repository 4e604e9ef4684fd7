/* waits.c: tasks that compute, wait for an answer of the slow server, and compute (see waits.h). */
#include "waits.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#define DEADLINE_MS 8000

const char *const waits_extras[] = {"cores used", "switches", "server's cores", NULL};

struct waits {
	const struct waits_load *load;
	struct server *server;
	bool is_blocking;
};

void *waits_open(const struct waits_load *load)
{
	struct waits *waits = calloc(1, sizeof *waits);

	if (!waits)
		return NULL;
	waits->load = load;
	waits->server = server_start(&load->server);
	if (waits->server)
		return waits;
	free(waits);
	return NULL;
}

void waits_close(void *arg)
{
	struct waits *waits = arg;

	server_stop(waits->server);
	free(waits);
}

/* ---- a task ---- */

/* DOC: the wait. Returns the call that failed, NULL: none. */
static const char *ask(const struct waits *waits, int fd, uint64_t request)
{
	uint64_t answer;

	if (server_ask(fd, request) != 0)
		return "a request";
	/* Without this line the call after it waits, too, but lets no other coroutine run. */
	if (!waits->is_blocking && crew_wait_readable(fd, -1) != 0)
		return "to wait";
	return server_receive(fd, &answer) == 0 ? NULL : "an answer";
}

/* DOC: compute, wait, compute. */
void waits_task(void *arg, int task)
{
	const struct waits *waits = arg;
	int fd = server_connect(waits->server);
	const char *refused;

	if (fd < 0) {
		crew_refused("a connection");
		return;
	}
	crew_compute(waits->load->before_ns);
	refused = ask(waits, fd, (uint64_t)task);
	if (refused)
		crew_refused(refused);
	else
		crew_compute(waits->load->after_ns);
	(void)close(fd);
}

/* ---- many, measured ---- */

static void explain(const struct waits *waits, const struct crew_report *report,
		    struct lab_sample *sample)
{
	const char *why = "";

	if (server_has_ended(waits->server))
		why = "the slow server has ended: ";
	else if (report->code == ECONNRESET || report->code == EPIPE)
		why = "the slow server takes no more connections: ";
	bench_missing(sample, "%s%s", why, report->missing);
}

static void run(struct waits *waits, const struct crew_options *options, int64_t unit_ns,
		struct lab_sample *sample)
{
	int64_t before_ns = server_cpu_ns(waits->server), server_ns;
	struct crew_report report;

	if (crew_run(options, waits_task, waits, &report) != 0) {
		explain(waits, &report, sample);
		return;
	}
	server_ns = server_cpu_ns(waits->server) - before_ns;
	sample->value = (double)report.elapsed_ns / (double)unit_ns;
	sample->extra[0] = report.cpu_ns / (double)report.elapsed_ns;
	sample->extra[1] = (double)(report.voluntary + report.involuntary);
	sample->extra[2] = (double)server_ns / (double)report.elapsed_ns;
}

void waits_measure(const struct lab_question *question, int tasks, const struct waits_load *load,
		   int64_t unit_ns, struct lab_sample *sample)
{
	const struct waits_way *by = question->subject->argument;
	struct crew_options options = {.way = by->way, .tasks = tasks, .deadline_ms = DEADLINE_MS};
	struct waits *waits = waits_open(load);

	if (!waits) {
		bench_refused(sample, "the slow server");
		return;
	}
	waits->is_blocking = by->is_blocking;
	run(waits, &options, unit_ns, sample);
	waits_close(waits);
}
