/*
 * serve.c: the server's process: one loop over one epoll set: who wants to connect, who asks, and a
 * timer for the answer that is due next.
 */
#include "server/internal.h"

#include "base/die.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#define EVENTS 256 /* taken from the kernel at a time */
#define SECOND INT64_C(1000000000)
#define NEVER INT64_MAX
#define DEAF_NS (SECOND / 10) /* when the system has no descriptor at all */

struct connection {
	uint32_t life; /* tells it from others that had this descriptor before */
	bool is_open, is_full;
	int under_way;
};

struct serve {
	struct server_options options;
	int epoll, listener, timer;
	int spare;			/* a descriptor to give up when there are no more */
	struct connection *connections; /* by descriptor */
	int places;
	struct due due;
	int64_t armed;	    /* when the timer will go off */
	int64_t deaf_until; /* nobody is accepted before; 0: as usual */
};

static int64_t now(void)
{
	struct timespec time;

	if (clock_gettime(CLOCK_MONOTONIC, &time) != 0)
		BUG("no monotonic clock");
	return time.tv_sec * SECOND + time.tv_nsec;
}

static int watch(const struct serve *serve, int operation, int fd, uint32_t events)
{
	struct epoll_event wish = {.events = events, .data.fd = fd};

	return epoll_ctl(serve->epoll, operation, fd, &wish);
}

/* ---- connections ---- */

static bool make_place(struct serve *serve, int fd)
{
	int most = serve->places ? serve->places : 64;
	struct connection *larger;

	if (fd < serve->places)
		return true;
	while (most <= fd)
		most *= 2;
	larger = realloc(serve->connections, (size_t)most * sizeof *larger);
	if (!larger)
		return false;
	memset(larger + serve->places, 0, (size_t)(most - serve->places) * sizeof *larger);
	serve->connections = larger;
	serve->places = most;
	return true;
}

static void listen_again(struct serve *serve)
{
	serve->deaf_until = 0;
	if (watch(serve, EPOLL_CTL_MOD, serve->listener, EPOLLIN) != 0)
		BUG("the slow server cannot listen");
}

static void hang_up(struct serve *serve, int fd)
{
	struct connection *connection = &serve->connections[fd];

	connection->is_open = false;
	connection->life++;
	if (close(fd) != 0)
		BUG("close of a connection");
	if (serve->deaf_until)
		listen_again(serve);
}

static void welcome(struct serve *serve, int fd)
{
	if (!make_place(serve, fd) || watch(serve, EPOLL_CTL_ADD, fd, EPOLLIN) != 0) {
		(void)close(fd);
		return;
	}
	serve->connections[fd] =
		(struct connection){.life = serve->connections[fd].life, .is_open = true};
}

/*
 * No descriptors: whoever waits to be accepted must not wait in vain, and would keep the listener ready
 * for ever. So we give up the spare one, let somebody in by it, and show them out.
 */
static void turn_away(struct serve *serve)
{
	bool is_heard;
	int fd;

	if (serve->spare >= 0)
		(void)close(serve->spare);
	fd = accept4(serve->listener, NULL, NULL, SOCK_CLOEXEC);
	is_heard = fd >= 0 || errno == EAGAIN;
	if (fd >= 0)
		(void)close(fd);
	serve->spare = fcntl(serve->listener, F_DUPFD_CLOEXEC, 0);
	if (is_heard)
		return;
	/* Another process took it: the system is out of files. Nobody is heard for a while. */
	serve->deaf_until = now() + DEAF_NS;
	if (watch(serve, EPOLL_CTL_MOD, serve->listener, 0) != 0)
		BUG("the slow server cannot stop listening");
}

static void accept_all(struct serve *serve)
{
	for (int i = 0; i < EVENTS; i++) {
		int fd = accept4(serve->listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);

		if (fd >= 0) {
			welcome(serve, fd);
			continue;
		}
		if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM)
			turn_away(serve);
		return;
	}
}

/* ---- requests and answers ---- */

/* Who has as many under way as may be is not listened to until one of them is answered. */
static void mind_fullness(struct serve *serve, int fd)
{
	struct connection *connection = &serve->connections[fd];
	bool is_full = connection->under_way >= SERVER_UNDER_WAY;

	if (is_full == connection->is_full)
		return;
	connection->is_full = is_full;
	if (watch(serve, EPOLL_CTL_MOD, fd, is_full ? 0 : EPOLLIN) != 0)
		hang_up(serve, fd);
}

static int take_request(struct serve *serve, int fd, uint64_t request)
{
	struct due_answer answer = {
		.due = now() + server_latency(&serve->options, request),
		.request = request,
		.fd = fd,
		.life = serve->connections[fd].life,
	};

	if (due_add(&serve->due, answer) != 0)
		return -1;
	serve->connections[fd].under_way++;
	return 0;
}

static void read_requests(struct serve *serve, int fd)
{
	uint64_t request;

	while (serve->connections[fd].under_way < SERVER_UNDER_WAY) {
		ssize_t size = recv(fd, &request, sizeof request, MSG_DONTWAIT);

		if (size < 0 && errno == EINTR)
			continue;
		if (size < 0 && errno == EAGAIN)
			break;
		/* The end, or not our language, or no memory: others are served on. */
		if (size != sizeof request || take_request(serve, fd, request) != 0) {
			hang_up(serve, fd);
			return;
		}
	}
	mind_fullness(serve, fd);
}

static void answer(struct serve *serve, const struct due_answer *it)
{
	struct connection *connection = &serve->connections[it->fd];

	if (!connection->is_open || connection->life != it->life)
		return;
	connection->under_way--;
	/* Who leaves so many answers unread that there is no room for more is cut off. */
	if (send(it->fd, &it->request, sizeof it->request, MSG_DONTWAIT | MSG_NOSIGNAL) !=
	    sizeof it->request)
		hang_up(serve, it->fd);
	else
		mind_fullness(serve, it->fd);
}

static void answer_due(struct serve *serve)
{
	const struct due_answer *next;

	while ((next = due_next(&serve->due)) && next->due <= now()) {
		struct due_answer it = *next;

		due_remove_next(&serve->due);
		answer(serve, &it);
	}
}

/* ---- the loop ---- */

static void set_timer(struct serve *serve)
{
	const struct due_answer *next = due_next(&serve->due);
	int64_t when = next ? next->due : NEVER;
	struct itimerspec time = {.it_value = {0, 0}};

	if (serve->deaf_until && serve->deaf_until < when)
		when = serve->deaf_until;
	if (when == serve->armed)
		return;
	if (when != NEVER)
		time.it_value = (struct timespec){when / SECOND, when % SECOND};
	if (timerfd_settime(serve->timer, TFD_TIMER_ABSTIME, &time, NULL) != 0)
		BUG("the timer of the slow server");
	serve->armed = when;
}

static void hear_timer(struct serve *serve)
{
	uint64_t times;

	if (read(serve->timer, &times, sizeof times) < 0 && errno != EAGAIN)
		BUG("the timer of the slow server");
	serve->armed = 0; /* it does not go off again by itself */
	if (serve->deaf_until && serve->deaf_until <= now())
		listen_again(serve);
}

static void handle(struct serve *serve, const struct epoll_event *event)
{
	int fd = event->data.fd;

	if (fd == serve->timer)
		hear_timer(serve);
	else if (fd == serve->listener)
		accept_all(serve);
	else if (event->events & (EPOLLHUP | EPOLLERR))
		hang_up(serve, fd); /* nobody is there to read answers */
	else
		read_requests(serve, fd);
}

void serve_run(struct serve *serve)
{
	struct epoll_event events[EVENTS];

	for (;;) {
		int count;

		set_timer(serve);
		count = epoll_wait(serve->epoll, events, EVENTS, -1);
		if (count < 0 && errno != EINTR)
			BUG("the slow server cannot wait");
		for (int i = 0; i < count; i++)
			handle(serve, &events[i]);
		answer_due(serve);
	}
}

/* ---- its beginning ---- */

/* As many as may be: 10,000 connections are more than the usual soft limit. */
static int raise_limit(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
		return -1;
	limit.rlim_cur = limit.rlim_max;
	return setrlimit(RLIMIT_NOFILE, &limit);
}

static int open_listener(struct serve *serve, const struct sockaddr *address, socklen_t length)
{
	serve->listener = socket(AF_UNIX, SERVER_SOCKET | SOCK_NONBLOCK, 0);
	if (serve->listener < 0 || bind(serve->listener, address, length) != 0)
		return -1;
	return listen(serve->listener, SOMAXCONN);
}

static int open_all(struct serve *serve, const struct sockaddr *address, socklen_t length)
{
	if (raise_limit() != 0 || open_listener(serve, address, length) != 0)
		return -1;
	serve->spare = fcntl(serve->listener, F_DUPFD_CLOEXEC, 0);
	serve->timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
	serve->epoll = epoll_create1(EPOLL_CLOEXEC);
	if (serve->spare < 0 || serve->timer < 0 || serve->epoll < 0)
		return -1;
	if (watch(serve, EPOLL_CTL_ADD, serve->listener, EPOLLIN) != 0)
		return -1;
	return watch(serve, EPOLL_CTL_ADD, serve->timer, EPOLLIN);
}

struct serve *serve_open(const struct server_options *options, const struct sockaddr *address,
			 socklen_t length)
{
	struct serve *serve = calloc(1, sizeof *serve);

	if (!serve)
		return NULL;
	serve->options = *options;
	return open_all(serve, address, length) == 0 ? serve : NULL;
}
