/* crew.c: supervises a crew's run: forks the carrier, waits, kills what is left, reports (see crew.h). */
#include "exec/crew_internal.h"

#include "base/child.h"
#include "base/die.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define DEADLINE_MS 60000

const char *crew_way_name(enum crew_way way)
{
	static const char *const names[CREW_WAYS] = {
		[CREW_SERIAL] = "serial",	  [CREW_THREADS_ONE_CORE] = "threads on one core",
		[CREW_THREADS] = "threads",	  [CREW_PROCESSES] = "processes",
		[CREW_COROUTINES] = "coroutines", [CREW_ASYNC_PROCESSES] = "async x processes",
	};

	BUG_UNLESS(way < CREW_WAYS);
	return names[way];
}

int crew_cores(void)
{
	cpu_set_t allowed;

	if (sched_getaffinity(0, sizeof allowed, &allowed) != 0)
		return 1;
	return CPU_COUNT(&allowed);
}

void crew_explain(struct crew *crew, const char *format, ...)
{
	va_list args;

	if (atomic_exchange(&crew->is_explained, true))
		return;
	va_start(args, format);
	vsnprintf(crew->missing, sizeof crew->missing, format, args);
	va_end(args);
}

void crew_refuse(struct crew *crew, int count, const char *call)
{
	int error = errno, none = 0;

	atomic_compare_exchange_strong(&crew->code, &none, error);
	atomic_fetch_add(&crew->refused, count);
	crew_explain(crew, "the system refused %s: %s", call, strerror(error));
}

/* ---- the carrier's life ---- */

static pid_t fork_carrier(struct crew *crew)
{
	pid_t self = getpid(), pid;

	fflush(NULL); /* else tasks could print our buffered text again */
	pid = fork();
	if (pid == 0) {
		if (child_die_with(self) != 0 || setpgid(0, 0) != 0)
			_exit(DIE_STATUS);
		crew_carry(crew);
		_exit(0);
	}
	/* Both sides set the group, so that it exists before either goes on. */
	if (pid > 1 && setpgid(pid, pid) != 0 && errno != EACCES && errno != ESRCH)
		die_system("setpgid");
	return pid;
}

/* All processes of the run: the carrier's group. Those whose carrier has died are our children. */
static void reap_group(pid_t group)
{
	BUG_UNLESS(group > 1);
	kill(group, SIGKILL);
	kill(-group, SIGKILL);
	while (waitpid(-group, NULL, 0) > 0 || errno == EINTR)
		;
}

static void explain_end(struct crew *crew, int ended, int status, int error)
{
	int none = 0;

	if (ended < 0) {
		atomic_compare_exchange_strong(&crew->code, &none, error);
		crew_explain(crew, "waiting for the run: %s", strerror(error));
	} else if (ended == 0) {
		atomic_compare_exchange_strong(&crew->code, &none, ETIMEDOUT);
		crew_explain(crew, "%d of %d tasks had not ended after %g s",
			     crew->options.tasks - atomic_load(&crew->finished) -
				     atomic_load(&crew->refused),
			     crew->options.tasks, crew->options.deadline_ms / 1e3);
	} else if (WIFSIGNALED(status)) {
		crew_explain(crew, "a task ended the run by %s", strsignal(WTERMSIG(status)));
	} else {
		crew_explain(crew, "a task left without an end (status %d)", WEXITSTATUS(status));
	}
}

static void supervise(struct crew *crew)
{
	int ended, error, status = 0;
	pid_t carrier = prctl(PR_SET_CHILD_SUBREAPER, 1) == 0 ? fork_carrier(crew) : -1;

	if (carrier < 0) {
		crew_refuse(crew, crew->options.tasks, "a process");
		return;
	}
	ended = child_wait(carrier, crew->options.deadline_ms, &status);
	error = errno;
	reap_group(carrier);
	if (atomic_load(&crew->finished) < crew->options.tasks)
		explain_end(crew, ended, status, error);
}

/* ---- the report ---- */

/* What the carrier's own pages grew by, and what processes hold: as the weighed ones, so all. */
static long memory_kib(struct crew *crew)
{
	long weighed = atomic_load(&crew->weighed), kib = crew->growth_kib;

	if (atomic_load(&crew->most_alive) > 0) {
		if (weighed == 0)
			return -1;
		kib += atomic_load(&crew->weight_kib) / weighed * atomic_load(&crew->most_alive);
	}
	return kib;
}

static void write_report(struct crew *crew, struct crew_report *report)
{
	int64_t stop_ns = atomic_load(&crew->stop_ns);

	*report = (struct crew_report){
		.elapsed_ns = stop_ns > 0 ? stop_ns - crew->start_ns : 0,
		.cpu_ns = crew->cpu_ns,
		.voluntary = atomic_load(&crew->voluntary),
		.involuntary = atomic_load(&crew->involuntary),
		.coroutine_switches = atomic_load(&crew->coroutine_switches),
		.memory_kib = memory_kib(crew),
		.finished = atomic_load(&crew->finished),
		.refused = atomic_load(&crew->refused),
		.code = atomic_load(&crew->code),
	};
	if (report->finished == crew->options.tasks)
		return;
	/* Who was about to explain may have been killed over it. */
	if (!crew->missing[0])
		strcpy(crew->missing, "not all tasks have ended");
	memcpy(report->missing, crew->missing, sizeof report->missing);
}

int crew_run(const struct crew_options *options, crew_body *body, void *arg,
	     struct crew_report *report)
{
	struct crew *crew =
		mmap(NULL, sizeof *crew, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	BUG_UNLESS(options->tasks >= 1);
	if (crew == MAP_FAILED) {
		*report = (struct crew_report){.refused = options->tasks, .code = errno};
		snprintf(report->missing, sizeof report->missing, "the system refused memory: %s",
			 strerror(errno));
		return -1;
	}
	crew->options = *options;
	if (crew->options.deadline_ms <= 0)
		crew->options.deadline_ms = DEADLINE_MS;
	crew->body = body;
	crew->arg = arg;
	crew_know_rate();
	supervise(crew);
	write_report(crew, report);
	if (munmap(crew, sizeof *crew) != 0)
		BUG("munmap of a crew");
	return report->finished == options->tasks ? 0 : -1;
}
