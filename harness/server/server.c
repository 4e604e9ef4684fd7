/* server.c: starts the slow server and ends it; how one speaks with it (see server.h). */
#include "server/internal.h"

#include "base/child.h"
#include "base/die.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define SECOND INT64_C(1000000000)

struct server {
	pid_t pid;
	struct sockaddr_un address;
	socklen_t length;
};

/* ---- the child: everything here ends in serve_run, or in errno being sent to the parent ---- */

/* Our caller's handlers are not for us. */
static int reset_signals(void)
{
	static const int handled[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGALRM, SIGCHLD};
	sigset_t none;

	for (size_t i = 0; i < sizeof handled / sizeof *handled; i++)
		if (signal(handled[i], SIG_DFL) == SIG_ERR)
			return -1;
	return sigemptyset(&none) == 0 ? sigprocmask(SIG_SETMASK, &none, NULL) : -1;
}

/* All but 0, 1, 2 and this one, which is higher. */
static int close_inherited(int keep)
{
	if (keep > 3 && syscall(SYS_close_range, 3U, (unsigned)keep - 1, 0U) != 0)
		return -1;
	return (int)syscall(SYS_close_range, (unsigned)keep + 1, ~0U, 0U);
}

static int say(int to_parent, int code)
{
	ssize_t size;

	do
		size = write(to_parent, &code, sizeof code);
	while (size < 0 && errno == EINTR);
	return size == sizeof code && close(to_parent) == 0 ? 0 : -1;
}

static _Noreturn void live(const struct server *server, const struct server_options *options,
			   pid_t parent, int to_parent)
{
	struct serve *serve = NULL;

	if (child_die_with(parent) == 0 && reset_signals() == 0 && close_inherited(to_parent) == 0)
		serve = serve_open(options, (const struct sockaddr *)&server->address,
				   server->length);
	if (say(to_parent, serve ? 0 : errno) != 0 || !serve)
		_exit(DIE_STATUS);
	if (prctl(PR_SET_NAME, "slow-server") != 0) /* for ps */
		BUG("cannot name the slow server");
	serve_run(serve);
}

/* ---- start and stop ---- */

/* In the abstract namespace: nothing is left in the file system, whoever dies. */
static int make_name(struct server *server)
{
	uint64_t random[2];
	char *name = server->address.sun_path + 1;

	if (getrandom(random, sizeof random, 0) != sizeof random)
		return -1;
	server->address.sun_family = AF_UNIX;
	(void)snprintf(name, sizeof server->address.sun_path - 1, "interleave-%016llx%016llx",
		       (unsigned long long)random[0], (unsigned long long)random[1]);
	server->length = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + strlen(name));
	return 0;
}

static ssize_t read_again(int fd, void *data, size_t size)
{
	ssize_t got;

	do
		got = read(fd, data, size);
	while (got < 0 && errno == EINTR);
	return got;
}

/* What the child says: 0, or errno; it may also die without a word. Then it has closed its end, too. */
static int hear(int from_child)
{
	int code = 0;
	char more;

	if (read_again(from_child, &code, sizeof code) != sizeof code)
		return EIO;
	(void)read_again(from_child, &more, 1);
	return code;
}

static int begin(struct server *server, const struct server_options *options)
{
	int ends[2], code;
	pid_t self = getpid();

	if (make_name(server) != 0 || pipe2(ends, O_CLOEXEC) != 0)
		return -1;
	fflush(NULL); /* else it could print our buffered text again */
	server->pid = fork();
	code = errno;
	if (server->pid == 0)
		live(server, options, self, ends[1]);
	(void)close(ends[1]);
	if (server->pid > 0)
		code = hear(ends[0]);
	(void)close(ends[0]);
	errno = code;
	return code == 0 && server->pid > 0 ? 0 : -1;
}

/* Our child, whether it runs or has ended, and nobody else who has its number by now. */
static bool is_ours(const struct server *server, bool *has_ended)
{
	siginfo_t info = {.si_pid = 0};

	if (server->pid <= 1 ||
	    waitid(P_PID, (id_t)server->pid, &info, WEXITED | WNOHANG | WNOWAIT) != 0)
		return false;
	*has_ended = info.si_pid != 0;
	return true;
}

bool server_has_ended(const struct server *server)
{
	bool has_ended;

	return !is_ours(server, &has_ended) || has_ended;
}

void server_stop(struct server *server)
{
	bool has_ended;

	if (is_ours(server, &has_ended)) {
		if (kill(server->pid, SIGKILL) != 0)
			BUG("cannot end the slow server");
		while (waitpid(server->pid, NULL, 0) < 0 && errno == EINTR)
			;
	}
	free(server);
}

struct server *server_start(const struct server_options *options)
{
	struct server *server = calloc(1, sizeof *server);
	int code;

	if (!server || begin(server, options) == 0)
		return server;
	code = errno;
	server_stop(server);
	errno = code;
	return NULL;
}

pid_t server_process(const struct server *server)
{
	return server->pid;
}

int64_t server_cpu_ns(const struct server *server)
{
	struct timespec time;
	clockid_t clock;

	if (clock_getcpuclockid(server->pid, &clock) != 0 || clock_gettime(clock, &time) != 0)
		return -1;
	return time.tv_sec * SECOND + time.tv_nsec;
}

/* ---- for those who ask ---- */

int server_connect(const struct server *server)
{
	int fd = socket(AF_UNIX, SERVER_SOCKET, 0), result, code;

	if (fd < 0)
		return -1;
	do
		result = connect(fd, (const struct sockaddr *)&server->address, server->length);
	while (result != 0 && errno == EINTR);
	if (result == 0)
		return fd;
	code = errno;
	(void)close(fd);
	errno = code;
	return -1;
}

int server_ask(int fd, uint64_t request)
{
	ssize_t size;

	do
		size = send(fd, &request, sizeof request, MSG_NOSIGNAL);
	while (size < 0 && errno == EINTR);
	if (size < 0 && errno == ECONNRESET)
		errno = EPIPE; /* it went before it had accepted us: the same to who asks */
	return size == sizeof request ? 0 : -1;
}

int server_receive(int fd, uint64_t *request)
{
	ssize_t size;

	do
		size = recv(fd, request, sizeof *request, 0);
	while (size < 0 && errno == EINTR);
	if (size == sizeof *request)
		return 0;
	if (size >= 0)
		errno = ECONNRESET; /* its end */
	return -1;
}
