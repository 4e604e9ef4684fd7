/* run.c: supervise one command until it ends or breaks a limit (see sandbox.h). */
#include "sandbox/sandbox.h"

#include "base/child.h"
#include "base/die.h"
#include "measure/clock.h"
#include "sandbox/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define POLL_MS 10
#define FOLDER_EVERY 10 /* polls */
#define GRACE_CPU 2	/* seconds that one process may take beyond what all may */
#define WATCH_PRIORITY 1
#define END_PRIORITY 2
#define FILTER 3 /* the descriptor that bubblewrap finds the filter at */

volatile sig_atomic_t sandbox_interrupted;

struct supervision {
	const struct sandbox_job *job;
	struct sandbox_result *result;
	pid_t pid;
	int output; /* read end; -1: closed */
	int64_t start;
	unsigned long polls;
	size_t room;
	int policy; /* how we were scheduled before */
	struct sched_param priority;
};

/* ---- in the child ---- */

static void limit(int resource, rlim_t value)
{
	const struct rlimit both = {value, value};

	if (setrlimit((__rlimit_resource_t)resource, &both) != 0)
		die_system("cannot limit what the sandbox may use");
}

static void limit_all(const struct sandbox_limits *limits)
{
	limit(RLIMIT_CORE, 0);
	limit(RLIMIT_NOFILE, 256);
	limit(RLIMIT_FSIZE, limits->file_size);
	limit(RLIMIT_CPU, (rlim_t)limits->cpu_seconds + GRACE_CPU);
}

static void redirect(int from, int to)
{
	if (dup2(from, to) < 0)
		die_system("cannot redirect");
}

/* What it reads: an unnamed file. */
static int open_input(const char *text)
{
	int fd =
		text ? memfd_create("input", MFD_CLOEXEC) : open("/dev/null", O_RDONLY | O_CLOEXEC);

	if (fd < 0 || (text && (write(fd, text, strlen(text)) != (ssize_t)strlen(text) ||
				lseek(fd, 0, SEEK_SET) != 0)))
		die_system("cannot make an input");
	return fd;
}

static _Noreturn void run_command(const struct sandbox_job *job, int output, pid_t parent)
{
	enum sandbox_kind kind = sandbox_kind();
	int input = open_input(job->input);
	int filter = kind == SANDBOX_BUBBLEWRAP ? filter_open() : -1;
	char *const *argv = command_of(job, kind, FILTER);
	char *const nothing[] = {NULL}; /* what bubblewrap inherits, its children can read */

	child_die_with(parent);
	setsid();
	redirect(input, STDIN_FILENO);
	redirect(output, STDOUT_FILENO);
	redirect(output, STDERR_FILENO);
	if (filter >= 0)
		redirect(filter, FILTER);
	if (syscall(SYS_close_range, FILTER + (filter >= 0), ~0u, 0) != 0)
		die_system("cannot close descriptors");
	if (chdir(job->folder) != 0)
		die_system("cannot enter %s", job->folder);
	limit_all(&job->limits);
	if (kind == SANDBOX_LANDLOCK) {
		limit(RLIMIT_NPROC, (rlim_t)(16 * job->limits.processes));
		landlock_enter(job);
		filter_enter();
	}
	execve(argv[0], argv, nothing);
	die_system("cannot run %s", argv[0]);
}

/* ---- in the supervisor ---- */

static void keep_output(struct supervision *s, const char *data, size_t size)
{
	struct sandbox_result *result = s->result;

	if (result->output_size + size + 1 > s->room) {
		s->room = 2 * (result->output_size + size) + 4096;
		result->output = realloc(result->output, s->room);
		if (!result->output)
			die_system("no memory for what the sandbox prints");
	}
	memcpy(result->output + result->output_size, data, size);
	result->output_size += size;
	result->output[result->output_size] = '\0';
}

/* Returns false when there is nothing more to come. */
static bool read_output(struct supervision *s)
{
	char data[65536];
	size_t left = s->job->limits.output - s->result->output_size;
	ssize_t size = read(s->output, data, sizeof data);

	if (size < 0 && (errno == EINTR || errno == EAGAIN))
		return true;
	if (size <= 0)
		return false;
	if ((size_t)size > left)
		s->result->end = SANDBOX_TOO_MUCH_OUTPUT;
	keep_output(s, data, (size_t)size < left ? (size_t)size : left);
	return true;
}

static double gone_cpu(void)
{
	struct rusage usage;

	if (getrusage(RUSAGE_CHILDREN, &usage) != 0)
		BUG("no usage of children");
	return (double)usage.ru_utime.tv_sec + (double)usage.ru_utime.tv_usec * 1e-6 +
	       (double)usage.ru_stime.tv_sec + (double)usage.ru_stime.tv_usec * 1e-6;
}

/* Sets result->end when a limit is broken. */
static void check_limits(struct supervision *s)
{
	const struct sandbox_limits *limits = &s->job->limits;
	struct sandbox_result *result = s->result;
	struct tree tree;

	/* bubblewrap itself is two processes, and one more waits in the namespace. */
	tree_measure(limits->processes + 4, &tree);
	if (tree.memory > result->memory)
		result->memory = tree.memory;
	if (tree.cpu_seconds > result->cpu_seconds)
		result->cpu_seconds = tree.cpu_seconds;
	if (sandbox_interrupted)
		result->end = SANDBOX_INTERRUPTED;
	else if (tree.processes >= limits->processes + 4)
		result->end = SANDBOX_TOO_MANY_PROCESSES;
	else if (tree.memory > limits->memory)
		result->end = SANDBOX_TOO_MUCH_MEMORY;
	else if (tree.cpu_seconds > limits->cpu_seconds)
		result->end = SANDBOX_TOO_MUCH_CPU;
	else if ((double)(clock_ns() - s->start) * 1e-9 > limits->wall_seconds)
		result->end = SANDBOX_TOO_LONG;
	else if (s->polls++ % FOLDER_EVERY == 0 &&
		 tree_folder_size(s->job->folder, limits->folder_size) > limits->folder_size)
		result->end = SANDBOX_TOO_MUCH_SPACE;
}

static bool has_broken_limit(const struct supervision *s)
{
	return s->result->end > SANDBOX_SIGNALLED;
}

/* Until the command has ended (true) or broken a limit. */
static bool watch(struct supervision *s, int pidfd)
{
	for (;;) {
		struct pollfd fds[] = {{s->output, POLLIN, 0}, {pidfd, POLLIN, 0}};

		if (poll(fds, 2, POLL_MS) < 0 && errno != EINTR)
			die_system("cannot wait for the sandbox");
		if (fds[0].revents && !read_output(s))
			s->output = -1;
		if (!has_broken_limit(s) && !fds[0].revents && fds[1].revents)
			return true;
		if (!has_broken_limit(s))
			check_limits(s);
		if (has_broken_limit(s))
			return false;
	}
}

static void note_end(struct sandbox_result *result, int status)
{
	/* A shell's way to say that what it ran was killed; bubblewrap's, too. */
	if (WIFEXITED(status) && WEXITSTATUS(status) <= 128) {
		result->end = SANDBOX_EXITED;
		result->status = WEXITSTATUS(status);
	} else {
		result->end = SANDBOX_SIGNALLED;
		result->status = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status) - 128;
	}
	if (result->end == SANDBOX_SIGNALLED && result->status == SIGXCPU)
		result->end = SANDBOX_TOO_MUCH_CPU;
	if (result->end == SANDBOX_SIGNALLED && result->status == SIGXFSZ)
		result->end = SANDBOX_TOO_MUCH_SPACE;
}

/*
 * A bomb of processes keeps who counts it waiting for a core, grows meanwhile, and keeps it waiting for
 * longer the next time: without this it was seen to reach 32,000. Ordinary users have a limit that the
 * kernel keeps (RLIMIT_NPROC). Root has none, but may go before others, if it has CAP_SYS_NICE.
 */
static void go_first(pid_t pid, int priority)
{
	const struct sched_param first = {.sched_priority = priority};

	(void)sched_setscheduler(pid, SCHED_FIFO | SCHED_RESET_ON_FORK, &first);
}

/* Before there is anybody to watch: a child may begin, and grow, while we wait for a core. */
static void watch_first(struct supervision *s)
{
	s->policy = sched_getscheduler(0);
	if (s->policy < 0 || sched_getparam(0, &s->priority) != 0)
		die_system("cannot prepare a sandbox");
	go_first(0, WATCH_PRIORITY);
}

/* With the flag, which only who may do everything may take back; it does no harm. */
static void stand_in_line(const struct supervision *s)
{
	if (sched_setscheduler(0, s->policy | SCHED_RESET_ON_FORK, &s->priority) != 0)
		die_system("cannot stand in line again");
}

/*
 * With its first process a namespace dies at once: none of it starts another from then on. But to die
 * takes a core as well, and those who wait for it must not be in the way.
 */
static void end_namespace(pid_t bubblewrap)
{
	pid_t init;

	if (tree_children(bubblewrap, &init, 1) != 1)
		return; /* it has not got so far */
	go_first(init, END_PRIORITY);
	(void)kill(init, SIGKILL);
}

static void end_all(const struct supervision *s)
{
	if (sandbox_kind() == SANDBOX_BUBBLEWRAP)
		end_namespace(s->pid);
	(void)kill(-s->pid, SIGKILL);
}

static void supervise(struct supervision *s)
{
	int pidfd = (int)syscall(SYS_pidfd_open, s->pid, 0);
	int pipe_end = s->output, status;

	if (pidfd < 0)
		die_system("cannot watch the sandbox");
	if (watch(s, pidfd)) {
		if (waitpid(s->pid, &status, 0) != s->pid)
			die_system("cannot wait for the sandbox");
		note_end(s->result, status);
	} else {
		end_all(s);
	}
	if (sandbox_kind() != SANDBOX_BUBBLEWRAP)
		tree_stop_all();
	/* From here on nobody starts another. To walk among the dead takes long: let others watch. */
	stand_in_line(s);
	tree_kill_all();
	if (close(pidfd) != 0 || close(pipe_end) != 0)
		die_system("cannot close the sandbox's output");
}

void sandbox_run(const struct sandbox_job *job, struct sandbox_result *result)
{
	struct supervision s = {.job = job, .result = result, .start = clock_ns()};
	pid_t parent = getpid();
	double before = gone_cpu();
	int output[2];

	(void)sandbox_kind(); /* before there is a child that could not say so */
	memset(result, 0, sizeof *result);
	if (prctl(PR_SET_CHILD_SUBREAPER, 1) != 0 || pipe2(output, O_CLOEXEC) != 0)
		die_system("cannot prepare a sandbox");
	fflush(NULL);
	watch_first(&s);
	s.pid = fork();
	if (s.pid < 0)
		die_system("cannot start a sandbox");
	if (s.pid == 0)
		run_command(job, output[1], parent);
	if (close(output[1]) != 0)
		die_system("cannot prepare a sandbox");
	s.output = output[0];
	keep_output(&s, "", 0);
	supervise(&s);
	result->wall_seconds = (double)(clock_ns() - s.start) * 1e-9;
	if (gone_cpu() - before > result->cpu_seconds)
		result->cpu_seconds = gone_cpu() - before;
}
