/*
 * main_grader.c: the grader of one lab: build/labs/LAB/grader [--replay=SCHEDULE] FIX. It is started
 * by build/bin/grade, which finds the lab. Status 0: full marks; 1: not; 2: could not grade.
 */
#include "grade/fix.h"

#include "base/die.h"
#include "base/file.h"
#include "measure/clock.h"

#include <argp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct command {
	const char *source, *replay;
	enum grade_kind kind; /* of the check that the replay is of */
};

#define KEY_KIND 0x100 /* of a check, added to it */

static const struct argp_option options[] = {
	{"replay", 'r', "SCHEDULE", 0, "show what this schedule of an earlier report does", 0},
	{"threads", KEY_KIND + GRADE_THREADS, NULL, 0, "replay: of that check (or one of these)",
	 0},
	{"processes", KEY_KIND + GRADE_PROCESSES, NULL, 0, "threads stand for processes", 0},
	{"coroutines", KEY_KIND + GRADE_COROUTINES, NULL, 0, "threads stand for coroutines", 0},
	{"asleep", KEY_KIND + GRADE_ASLEEP, NULL, 0, "who has to wait sleeps", 0},
	{"order", KEY_KIND + GRADE_ORDER, NULL, 0, "what calls return", 0},
	{"alone", KEY_KIND + GRADE_ALONE, NULL, 0, "one worker's calls", 0},
	{"memory", KEY_KIND + GRADE_MEMORY, NULL, 0, "what is never freed", 0},
	{"parallel", KEY_KIND + GRADE_PARALLEL, NULL, 0, "who waits needlessly", 0},
	{NULL, 0, NULL, 0, NULL, 0},
};

static error_t parse_option(int key, char *arg, struct argp_state *state)
{
	struct command *command = state->input;

	if (key == 'r')
		command->replay = arg;
	else if (key >= KEY_KIND && key < KEY_KIND + GRADE_KINDS)
		command->kind = (enum grade_kind)(key - KEY_KIND);
	else if (key == ARGP_KEY_ARG && !command->source)
		command->source = arg;
	else if (key == ARGP_KEY_ARG)
		die_user("one fix at a time, please");
	else
		return ARGP_ERR_UNKNOWN;
	return 0;
}

/* This program is TOP/build/labs/LAB/grader. */
static void find_lab(struct fix *fix)
{
	char own[PATH_MAX], *name, *build;

	if (file_own_folder(own, sizeof own) != 0)
		die_system("cannot find my own folder");
	name = strrchr(own, '/');
	build = strstr(own, "/build/labs/");
	if (!name || !build)
		die_user("run me where make build puts me: %s", own);
	snprintf(fix->lab, sizeof fix->lab, "%s", name + 1);
	snprintf(fix->id, sizeof fix->id, "%.*s", (int)strcspn(fix->lab, "-"), fix->lab);
	*build = '\0';
	snprintf(fix->top, sizeof fix->top, "%s", own);
}

/* ---- what it is asked for ---- */

/* Results are of this very fix, or there are none: last of all comes what machines read. */
static int grade(struct fix *fix)
{
	int64_t start = clock_ns();

	checks_run(fix);
	if (sandbox_interrupted)
		return DIE_STATUS;
	fix->seconds = (double)(clock_ns() - start) * 1e-9;
	if (feedback_write(fix) != 0 || results_write(fix) != 0)
		die_system("cannot write the results to %s", fix->folder);
	feedback_print(fix);
	return results_score(fix) == results_most() ? 0 : 1;
}

static int replay(struct fix *fix, const struct command *command)
{
	if (!checks_build(fix)) {
		fputs(checks_verdict(fix, GRADE_BUILDS)->evidence, stdout);
		return DIE_STATUS;
	}
	return explore_replay(fix, command->replay, command->kind);
}

/* ---- interrupts ---- */

static void note_interrupt(int signal)
{
	sandbox_interrupted = signal;
}

/* The sandbox is left in order, the box is removed, and then the signal does what it does. */
static void watch_interrupts(void)
{
	static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
	/* The sandbox waits in poll, which is not restarted. */
	struct sigaction action = {.sa_handler = note_interrupt, .sa_flags = SA_RESTART};

	for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
		if (sigaction(signals[i], &action, NULL) != 0)
			die_system("cannot watch for interrupts");
}

static void end_by_interrupt(void)
{
	struct sigaction action = {.sa_handler = SIG_DFL};

	fprintf(stderr, "grader: interrupted: no marks, nothing written\n");
	if (sigaction(sandbox_interrupted, &action, NULL) != 0 || raise(sandbox_interrupted) != 0)
		die_system("cannot end");
}

int main(int argc, char **argv)
{
	static const struct argp argp = {.options = options,
					 .parser = parse_option,
					 .args_doc = "[FIX]",
					 .doc = "Grade a fix (default: the lab's fix.c)."};
	static struct fix fix;
	struct command command = {.kind = GRADE_THREADS};
	char usual[2 * PATH_MAX];
	int status;

	argp_err_exit_status = DIE_STATUS;
	argp_parse(&argp, argc, argv, 0, NULL, &command);
	find_lab(&fix);
	snprintf(usual, sizeof usual, "%s/labs/%s/fix.c", fix.top, fix.lab);
	workspace_open(&fix,
		       command.source ? command.source : usual); /* may wait for another grade */
	watch_interrupts();
	if (!command.replay)
		results_remove(&fix);
	status = command.replay ? replay(&fix, &command) : grade(&fix);
	workspace_close(&fix);
	if (sandbox_interrupted)
		end_by_interrupt();
	return status;
}
