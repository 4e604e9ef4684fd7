/* ask.c: see ask.h. */
#include "grade/ask.h"

#include "base/die.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ANSWERS "answers"
#define MOST_ENVIRONMENT 8
/* Also under ThreadSanitizer on a busy machine. Who loops uses up processor time long before. */
#define STARTUP_SECONDS 3
#define STARTUP_CPU 1.5
/* More cores than that no lab's workers keep busy for long. */
#define MOST_CORES 64

static void take_answers(const struct fix *fix, int wanted, struct asked *asked)
{
	char *answers = workspace_read(fix, ANSWERS), *rest = answers, *line;

	while (asked->runs < wanted && (line = strsep(&rest, "\n")) && *line)
		if (!run_parse(line, &asked->run[asked->runs++]))
			asked->runs--;
	asked->whole = asked->runs == wanted;
	free(answers);
}

static void remove_answers(const struct fix *fix)
{
	char path[2 * PATH_MAX];

	snprintf(path, sizeof path, "%s/" ANSWERS, fix->box);
	(void)remove(path);
}

/* Returns how many seconds they may take together. */
static double write_questions(const struct run_request *requests, int runs, char *questions)
{
	double seconds = 0;
	char line[128];

	for (int i = 0; i < runs; i++) {
		run_format_request(&requests[i], line, sizeof line);
		strcat(questions, line);
		strcat(questions, "\n");
		seconds += requests[i].deadline_ms * 1e-3;
	}
	return seconds;
}

/* A run that hangs must come to its deadline, however many cores its workers spin on. */
static double cores(void)
{
	long online = sysconf(_SC_NPROCESSORS_ONLN);

	return online < 1 ? 1 : online > MOST_CORES ? MOST_CORES : (double)online;
}

void ask_runs(const struct fix *fix, const char *program, const struct run_request *requests,
	      int runs, const char *const *environment, struct asked *asked)
{
	char path[2 * PATH_MAX], where[2 * PATH_MAX], questions[ASK_RUNS * 64] = "";
	const char *argv[] = {"/usr/bin/setarch", "-R", path, "--serve", NULL};
	const char *words[MOST_ENVIRONMENT] = {where, NULL};
	struct sandbox_job job = {.argv = argv, .environment = words, .input = questions};
	double seconds;

	BUG_UNLESS(runs <= ASK_RUNS);
	memset(asked, 0, sizeof *asked);
	for (int i = 0; environment && environment[i]; i++)
		words[i + 1] = environment[i];
	remove_answers(fix);
	snprintf(path, sizeof path, "%s/%s", fix->box, program);
	snprintf(where, sizeof where, RUN_ANSWERS "=%s/" ANSWERS, fix->box);
	seconds = write_questions(requests, runs, questions);
	job.limits.cpu_seconds = STARTUP_CPU + cores() * seconds;
	job.limits.wall_seconds = STARTUP_SECONDS + seconds;
	build_run(fix, &job, &asked->how);
	sandbox_describe(&job, &asked->how, asked->why, sizeof asked->why);
	take_answers(fix, runs, asked);
}

void ask_again(const struct fix *fix, const char *program, const struct run_request *request,
	       int runs, const char *const *environment, struct asked *asked)
{
	struct run_request requests[ASK_RUNS];

	BUG_UNLESS(runs <= ASK_RUNS);
	for (int i = 0; i < runs; i++)
		requests[i] = *request;
	ask_runs(fix, program, requests, runs, environment, asked);
}

void ask_free(struct asked *asked)
{
	free(asked->how.output);
}

/* What is interesting under some model is not right in an exercise. */
static bool is_right(const struct run *run)
{
	return run->outcome >= 0 && lab.outcomes[run->outcome].grade == LAB_EXPECTED;
}

const struct run *ask_first_bad(const struct asked *asked)
{
	for (int i = 0; i < asked->runs; i++)
		if (!is_right(&asked->run[i]))
			return &asked->run[i];
	return NULL;
}

bool ask_any_finished(const struct asked *asked)
{
	for (int i = 0; i < asked->runs; i++)
		if (asked->run[i].outcome >= 0)
			return true;
	return false;
}

const char *ask_describe(const struct run *run, char *text, size_t size)
{
	if (run->text[0])
		snprintf(text, size, "%s", run->text);
	else
		snprintf(text, size, "it ended as \"%s\": %s", lab.outcomes[run->outcome].name,
			 lab.outcomes[run->outcome].meaning);
	return text;
}
