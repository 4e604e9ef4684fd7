/* child.c: a helper program that we start, ask and reap (see child.h). */
#include "base/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

int child_die_with(pid_t parent)
{
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0)
		return -1;
	/* The parent may have died before prctl took effect: then no signal will ever come. */
	if (getppid() != parent)
		_exit(0);
	return 0;
}

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Runs in the child: everything here ends in exec or in the errno being sent to the parent. */
static void become(char *const argv[], const struct child_options *options, pid_t parent,
		   const int in[2], const int out[2], int failure)
{
	if (child_die_with(parent) != 0 || dup2(in[0], STDIN_FILENO) < 0 ||
	    dup2(out[1], STDOUT_FILENO) < 0)
		goto failed;
	if (options && options->quiet) {
		int null = open("/dev/null", O_WRONLY | O_CLOEXEC);

		if (null < 0 || dup2(null, STDERR_FILENO) < 0)
			goto failed;
	}
	/* Best effort: containers may forbid it, and only old sanitizer runtimes need it. */
	if (options && options->fixed_addresses)
		personality(ADDR_NO_RANDOMIZE);
	for (char *const *e = options ? options->environment : NULL; e && *e; e++)
		if (putenv(*e) != 0)
			goto failed;
	execv(argv[0], argv);
failed:
	if (write(failure, &errno, sizeof errno) != sizeof errno)
		_exit(126);
	_exit(127);
}

static void close_pair(const int fds[2])
{
	close(fds[0]);
	close(fds[1]);
}

/* The failure pipe closes on a successful exec; else it carries the child's errno. */
static int exec_failure(int fd)
{
	int code = 0;
	ssize_t n;

	do
		n = read(fd, &code, sizeof code);
	while (n < 0 && errno == EINTR);
	close(fd);
	return n == sizeof code ? code : 0;
}

static int attach(struct child *child, int in[2], int out[2], int failure)
{
	int code;

	close(in[0]);
	close(out[1]);
	child->to = in[1];
	code = exec_failure(failure);
	child->from = fdopen(out[0], "r");
	if (code == 0 && child->from)
		return 0;
	if (code == 0)
		code = errno;
	close(in[1]);
	if (child->from)
		fclose(child->from);
	else
		close(out[0]);
	kill(child->pid, SIGKILL);
	waitpid(child->pid, NULL, 0);
	errno = code;
	return -1;
}

int child_start(struct child *child, char *const argv[], const struct child_options *options)
{
	int in[2], out[2], failure[2];
	pid_t self = getpid();

	if (pipe2(in, O_CLOEXEC) != 0)
		return -1;
	if (pipe2(out, O_CLOEXEC) != 0) {
		close_pair(in);
		return -1;
	}
	if (pipe2(failure, O_CLOEXEC) != 0) {
		close_pair(in);
		close_pair(out);
		return -1;
	}
	child->pid = fork();
	if (child->pid == 0)
		become(argv, options, self, in, out, failure[1]);
	close(failure[1]);
	if (child->pid < 0) {
		close_pair(in);
		close_pair(out);
		close(failure[0]);
		return -1;
	}
	return attach(child, in, out, failure[0]);
}

static int send_line(int fd, const char *line)
{
	struct sigaction ignore = {.sa_handler = SIG_IGN}, before;
	size_t length = strlen(line);
	char *text = malloc(length + 1);
	ssize_t n;

	if (!text)
		return -1;
	memcpy(text, line, length);
	text[length] = '\n';
	sigaction(SIGPIPE, &ignore, &before);
	n = write(fd, text, length + 1); /* below PIPE_BUF: all or nothing */
	sigaction(SIGPIPE, &before, NULL);
	free(text);
	return n == (ssize_t)length + 1 ? 0 : -1;
}

int child_ask(struct child *child, const char *question, char *answer, size_t size, int deadline_ms)
{
	struct pollfd input = {.fd = fileno(child->from), .events = POLLIN};
	int64_t deadline = now_ms() + deadline_ms;
	int ready;

	if (send_line(child->to, question) != 0)
		return -1;
	do {
		int64_t left = deadline - now_ms();

		ready = poll(&input, 1, left > 0 ? (int)left : 0);
	} while (ready < 0 && errno == EINTR);
	if (ready <= 0) {
		if (ready == 0)
			errno = ETIMEDOUT;
		return -1;
	}
	/* Answers are written whole, so a readable pipe holds a line or the end. */
	if (!fgets(answer, (int)size, child->from)) {
		errno = EPIPE;
		return -1;
	}
	answer[strcspn(answer, "\n")] = '\0';
	return 0;
}

int child_wait(pid_t pid, int deadline_ms, int *status)
{
	int handle = (int)syscall(SYS_pidfd_open, pid, 0);
	int64_t deadline = now_ms() + deadline_ms;
	struct pollfd exited = {.fd = handle, .events = POLLIN};
	int ready;

	if (handle < 0)
		return -1;
	do {
		int64_t left = deadline - now_ms();

		ready = poll(&exited, 1, left > 0 ? (int)left : 0);
	} while (ready < 0 && errno == EINTR);
	close(handle);
	if (ready <= 0)
		return ready;
	return waitpid(pid, status, 0) == pid ? 1 : -1;
}

int child_stop(struct child *child, int patience_ms)
{
	int status = 0;

	close(child->to);
	if (child_wait(child->pid, patience_ms, &status) != 1) {
		kill(child->pid, SIGKILL);
		if (waitpid(child->pid, &status, 0) != child->pid)
			status = -1;
	}
	fclose(child->from);
	return status;
}
