/* run.c: the line protocol between the tour and a variant's program (see run.h). */
#include "lab/run.h"

#include <stdio.h>
#include <string.h>

void run_format_request(const struct run_request *request, char *line, size_t size)
{
	snprintf(line, size, "%s %d %ld %d %d %d", exec_model_name(request->model),
		 request->workers, request->ops, request->deadline_ms, request->pin,
		 request->apart);
}

bool run_parse_request(const char *line, struct run_request *request)
{
	char model[32];
	int pin, apart;

	if (sscanf(line, "%31s %d %ld %d %d %d", model, &request->workers, &request->ops,
		   &request->deadline_ms, &pin, &apart) != 6)
		return false;
	request->pin = pin != 0;
	request->apart = apart != 0;
	return exec_model_parse(model, &request->model) && request->workers >= 1 &&
	       request->workers <= EXEC_MAX_WORKERS && request->ops >= 1;
}

void run_format(const struct run *run, char *line, size_t size)
{
	snprintf(line, size, "%d %d %d %.0f %.17g %ld %ld %ld %ld %d %s", run->outcome,
		 run->forbidden, run->hung, run->elapsed_ns, run->harm, run->voluntary,
		 run->involuntary, run->coroutine_switches, run->reports, run->pinned, run->text);
}

bool run_parse(const char *line, struct run *run)
{
	int forbidden, hung, pinned, text = 0;

	memset(run, 0, sizeof *run);
	if (sscanf(line, "%d %d %d %lf %lf %ld %ld %ld %ld %d%n", &run->outcome, &forbidden, &hung,
		   &run->elapsed_ns, &run->harm, &run->voluntary, &run->involuntary,
		   &run->coroutine_switches, &run->reports, &pinned, &text) != 10)
		return false;
	run->forbidden = forbidden != 0;
	run->hung = hung != 0;
	run->pinned = pinned != 0;
	snprintf(run->text, sizeof run->text, "%s", line + text + (line[text] == ' '));
	return true;
}
