/* variant.c: one run of the variant that this program is linked with (see run.h). */
#include "lab/run.h"

#include "base/die.h"
#include "tsan/inside.h"

#include <stdio.h>
#include <string.h>

/* Cache lines, and those that processors fetch in pairs. */
#define APART ((size_t)128)

/* The state's block; mapping it anew for each run would cost more than many a run. */
static struct {
	void *memory;
	size_t size;
	size_t stride; /* from state to state, when workers have one each */
	int states;
} block;

static size_t measure_states(const struct run_request *request)
{
	int workers = request->apart ? 1 : request->workers;
	size_t size = lab.state_size(workers, request->ops);

	block.states = request->apart ? request->workers : 1;
	block.stride = (size + APART - 1) & ~(APART - 1);
	return block.stride * (size_t)block.states;
}

static void *state_at(void *state, int i)
{
	return (char *)state + (size_t)i * block.stride;
}

static void *state_for(const struct run_request *request)
{
	size_t size = measure_states(request);

	if (block.memory && block.size != size) {
		exec_block_close(block.memory);
		block.memory = NULL;
	}
	if (!block.memory) {
		block.memory = exec_block_open(size);
		if (!block.memory)
			die_system("no memory for %zu MiB of state (use fewer WORKERS= or OPS=)",
				   size >> 20);
		block.size = size;
	}
	memset(block.memory, 0, size);
	return block.memory;
}

INSIDE_RAW static const char *locate_in_block(const void *address)
{
	return lab.locate && block.memory ? lab.locate(block.memory, address) : NULL;
}

/* What the judge finds out, in memory that outlives it. */
struct finding {
	int outcome;
	double harm;
};

static struct finding *finding;

/* Of several states the first that is not right counts. */
static void judge_state(void *state)
{
	for (int i = 0; i < block.states; i++) {
		finding->outcome = lab.outcome(state_at(state, i));
		finding->harm = lab.harm ? lab.harm(state_at(state, i)) : 0;
		if (lab.outcomes[finding->outcome].grade != LAB_EXPECTED)
			return;
	}
}

static void work_apart(void *state, int worker)
{
	lab.work(state_at(state, worker), 0);
}

static void record_judgement(const struct exec_report *report, struct run *run)
{
	if (report->judge == EXEC_FINISHED) {
		run->outcome = finding->outcome;
		run->harm = finding->harm;
		return;
	}
	run->hung = report->judge == EXEC_HUNG;
	snprintf(run->text, sizeof run->text,
		 "all workers finished, but looking at the result afterwards did not");
}

static void record(const struct exec_report *report, struct run *run)
{
	memset(run, 0, sizeof *run);
	run->outcome = -1;
	run->elapsed_ns = (double)report->elapsed_ns;
	run->voluntary = report->voluntary;
	run->involuntary = report->involuntary;
	run->coroutine_switches = report->coroutine_switches;
	run->pinned = report->pinned;
	run->hung = report->failed >= 0 && report->worker[report->failed].end == EXEC_HUNG;
	exec_describe(report, run->text, sizeof run->text);
}

void run_variant(const struct run_request *request, struct run *run)
{
	struct exec_options options = {request->model, request->workers, request->pin,
				       request->deadline_ms, judge_state};
	static struct exec_report report; /* large */
	void *state = state_for(request);
	long reports = inside_reports();

	if (!finding)
		finding = exec_block_open(sizeof *finding);
	if (!finding)
		die_system("no memory");
	inside_name_addresses(locate_in_block);
	for (int i = 0; i < block.states; i++)
		lab.init(state_at(state, i), request->apart ? 1 : request->workers, request->ops);
	if (exec_run(&options, request->apart ? work_apart : lab.work, state, &report) != 0)
		die_system("cannot start %d workers (use fewer WORKERS=)", request->workers);
	record(&report, run);
	if (report.failed < 0)
		record_judgement(&report, run);
	run->forbidden = run->outcome < 0 || lab.outcomes[run->outcome].grade == LAB_FORBIDDEN;
	run->reports = inside_reports() - reports;
}
