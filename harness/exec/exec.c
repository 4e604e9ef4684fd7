/*
 * exec.c: the supervisor: forks the carrier, waits, kills what is left, and reports (see exec.h).
 */
#include "exec/carrier.h"
#include "exec/exec.h"

#include "base/child.h"
#include "base/die.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static size_t control_size(int workers)
{
	return sizeof(struct control) + (size_t)workers * sizeof(struct slot);
}

static struct control *control_open(const struct exec_options *options, exec_body *body,
				    void *shared)
{
	struct control *control = mmap(NULL, control_size(options->workers), PROT_READ | PROT_WRITE,
				       MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (control == MAP_FAILED)
		return NULL;
	control->options = *options;
	control->body = body;
	control->shared = shared;
	return control;
}

static pid_t fork_carrier(struct control *control)
{
	pid_t self = getpid();
	pid_t pid;

	fflush(NULL); /* else the carrier's exit would print our buffered text again */
	pid = fork();
	if (pid == 0) {
		if (child_die_with(self) != 0 || setpgid(0, 0) != 0)
			_exit(DIE_STATUS);
		carrier_main(control);
	}
	/* Both sides set the group, so that it exists before either goes on. */
	if (pid > 0 && setpgid(pid, pid) != 0 && errno != EACCES && errno != ESRCH)
		die_system("setpgid");
	return pid;
}

/*
 * Kill the carrier's whole process group and reap it. We are its subreaper: workers whose carrier
 * has died become our children.
 */
static void reap_group(pid_t group)
{
	kill(group, SIGKILL);
	kill(-group, SIGKILL);
	while (waitpid(-group, NULL, 0) > 0 || errno == EINTR)
		;
}

/* Returns 1 with the carrier's wait status, 0 when it ran into the deadline, -1 on failure. */
static int supervise(struct control *control, int *status)
{
	pid_t carrier;
	int ended;

	if (prctl(PR_SET_CHILD_SUBREAPER, 1) != 0)
		return -1;
	carrier = fork_carrier(control);
	if (carrier < 0)
		return -1;
	ended = child_wait(carrier, control->options.deadline_ms, status);
	reap_group(carrier);
	return ended;
}

static bool is_process_model(enum exec_model model)
{
	return model == EXEC_PROCESSES || model == EXEC_PRIVATE;
}

static void judge_status(struct exec_worker *worker, int status)
{
	worker->end = WIFSIGNALED(status) ? EXEC_CRASHED : EXEC_QUIT;
	worker->code = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
}

/* How a worker ended that is not done, in a run that `ended` (see supervise) with `status`. */
static void judge_unfinished(struct exec_worker *worker, struct control *control, struct slot *slot,
			     int ended, int status)
{
	int crash = atomic_load(&slot->crash_signal);

	if (atomic_load(&slot->reaped))
		judge_status(worker, atomic_load(&slot->wait_status));
	else if (crash) {
		worker->end = EXEC_CRASHED;
		worker->code = crash;
	} else if (atomic_load(&slot->stage) != STAGE_RUNNING)
		worker->end = EXEC_STRANDED;
	else if (ended == 0)
		worker->end = EXEC_HUNG;
	else if (is_process_model(control->options.model) || WIFSIGNALED(status))
		worker->end = EXEC_STRANDED;
	else
		judge_status(worker, status);
}

static void judge_worker(struct exec_worker *worker, struct control *control, struct slot *slot,
			 int ended, int status)
{
	worker->start_ns = slot->start_ns;
	worker->voluntary = slot->voluntary;
	worker->involuntary = slot->involuntary;
	if (atomic_load(&slot->stage) == STAGE_DONE) {
		worker->end = EXEC_FINISHED;
		worker->stop_ns = slot->stop_ns;
	} else {
		judge_unfinished(worker, control, slot, ended, status);
	}
}

static enum exec_end judge_judge(struct control *control, int ended, int status)
{
	int stage = atomic_load(&control->judge_stage);

	if (stage == STAGE_DONE)
		return EXEC_FINISHED;
	if (stage != STAGE_RUNNING)
		return EXEC_STRANDED;
	return ended == 0 ? EXEC_HUNG : WIFSIGNALED(status) ? EXEC_CRASHED : EXEC_QUIT;
}

/* A crash explains a hang, and a hang explains who was stranded: name the cause. */
static int find_culprit(const struct exec_report *report)
{
	static const enum exec_end causes[] = {EXEC_CRASHED, EXEC_QUIT, EXEC_HUNG, EXEC_STRANDED};

	for (size_t cause = 0; cause < sizeof causes / sizeof *causes; cause++)
		for (int i = 0; i < report->workers; i++)
			if (report->worker[i].end == causes[cause])
				return i;
	return -1;
}

/* One exit() ends all threads: only the one that called it has quit. */
static void blame_exit_on_caller(struct exec_report *report, struct control *control)
{
	int caller = -1;

	for (int i = 0; i < report->workers; i++)
		if (atomic_load(&control->slot[i].called_exit))
			caller = i;
	for (int i = 0; caller >= 0 && i < report->workers; i++)
		if (i != caller && report->worker[i].end == EXEC_QUIT)
			report->worker[i].end = EXEC_STRANDED;
}

static void sum_up(struct exec_report *report)
{
	int64_t first = INT64_MAX, last = 0;

	for (int i = 0; i < report->workers; i++) {
		const struct exec_worker *worker = &report->worker[i];

		report->voluntary += worker->voluntary;
		report->involuntary += worker->involuntary;
		if (worker->start_ns < first)
			first = worker->start_ns;
		if (worker->stop_ns > last)
			last = worker->stop_ns;
	}
	report->failed = find_culprit(report);
	report->elapsed_ns = report->failed < 0 ? last - first : 0;
}

static void judge(struct control *control, int ended, int status, struct exec_report *report)
{
	report->workers = control->options.workers;
	report->pinned = control->options.pin;
	report->coroutine_switches = control->coroutine_switches;
	for (int i = 0; i < report->workers; i++) {
		if (atomic_load(&control->slot[i].unpinned))
			report->pinned = false;
		judge_worker(&report->worker[i], control, &control->slot[i], ended, status);
	}
	report->judge = judge_judge(control, ended, status);
	blame_exit_on_caller(report, control);
	sum_up(report);
}

int exec_run(const struct exec_options *options, exec_body *body, void *shared,
	     struct exec_report *report)
{
	struct control *control;
	int ended, error, status = 0;

	BUG_UNLESS(options->workers >= 1 && options->workers <= EXEC_MAX_WORKERS);
	control = control_open(options, body, shared);
	if (!control)
		return -1;
	memset(report, 0, sizeof *report);
	ended = supervise(control, &status);
	error = ended < 0 ? errno : atomic_load(&control->refused);
	if (!error)
		judge(control, ended, status, report);
	if (munmap(control, control_size(options->workers)) != 0)
		BUG("munmap of the control block failed");
	errno = error;
	return error ? -1 : 0;
}

const char *exec_describe(const struct exec_report *report, char *text, size_t size)
{
	const struct exec_worker *worker = &report->worker[report->failed < 0 ? 0 : report->failed];
	int who = report->failed;

	*text = '\0';
	if (who < 0)
		return text;
	switch (worker->end) {
	case EXEC_FINISHED:
		BUG("a worker that finished is no culprit");
	case EXEC_CRASHED:
		snprintf(text, size, "worker %d crashed: %s", who, strsignal(worker->code));
		break;
	case EXEC_QUIT:
		snprintf(text, size, "worker %d left without finishing (exit status %d)", who,
			 worker->code);
		break;
	case EXEC_HUNG:
		snprintf(text, size, "worker %d was still running at the deadline", who);
		break;
	case EXEC_STRANDED:
		snprintf(text, size, "worker %d never got to run", who);
		break;
	}
	return text;
}
